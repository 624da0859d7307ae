package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A bit is turned over between client and warehouse.
class CrookedLineTest {
  @TempDir Path temp;
  final Sample image = Sample.image(Bench.IMAGE, 1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsDamagedOnTheWayInIsNotPublishedAndSentAgain(boolean tls) throws Exception {
    try (var bench = new Bench(temp.resolve("data"), tls);
        var line = new CrookedLine()) {
      var chunk = image.manifest().chunks().getFirst().sha256();
      var published = bench.data.resolve(Sample.path(chunk).substring(1));
      line.flips.set(1);
      try (var creator = client(bench, Direction.UPLOAD)) {
        assertThrows(
            WarehouseException.class,
            () ->
                creator.putChunk(chunk, () -> new ByteArrayInputStream(image.frames().get(chunk))));
      }
      assertEquals(0, line.flips.get(), "a bit was turned over");
      assertFalse(Files.exists(published));

      try (var creator = client(bench, Direction.UPLOAD)) {
        image.putChunks(creator);
        assertEquals(
            new PutManifest.Published(),
            creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));
      }
      assertArrayEquals(image.frames().get(chunk), Files.readAllBytes(published));
    }
  }

  @Test
  void overTlsWhatIsDamagedOnTheWayOutEndsTheTransfer() throws Exception {
    try (var bench = new Bench(temp.resolve("data"), true);
        var line = new CrookedLine()) {
      publish(bench);
      var chunk = image.manifest().chunks().getFirst().sha256();
      var to = temp.resolve("chunk");
      line.flips.set(1);
      try (var writer = client(bench, Direction.DOWNLOAD)) {
        assertThrows(WarehouseException.Unavailable.class, () -> writer.getChunk(chunk, to));
      }
      var frame = image.frames().get(chunk);
      var came = Files.readAllBytes(to);
      assertArrayEquals(Arrays.copyOf(frame, came.length), came, "nothing damaged came through");

      try (var writer = client(bench, Direction.DOWNLOAD)) {
        writer.getChunk(chunk, to);
      }
      assertArrayEquals(frame, Files.readAllBytes(to));
    }
  }

  @Test
  void withoutTlsTheWarehouseSaysThatItsOwnCopyIsWholeAndItIsFetchedAgain() throws Exception {
    try (var bench = new Bench(temp.resolve("data"), false);
        var line = new CrookedLine()) {
      publish(bench);
      var chunk = image.manifest().chunks().getFirst().sha256();
      line.flips.set(1);
      try (var writer = client(bench, Direction.DOWNLOAD)) {
        var damaged = temp.resolve("damaged");
        writer.getChunk(chunk, damaged);
        assertFalse(Arrays.equals(image.frames().get(chunk), Files.readAllBytes(damaged)));
        writer.doubt(chunk);
        var whole = temp.resolve("whole");
        writer.getChunk(chunk, whole);
        assertArrayEquals(image.frames().get(chunk), Files.readAllBytes(whole));
      }
    }
  }

  private void publish(Bench bench) throws Exception {
    try (var creator = client(bench, Direction.UPLOAD)) {
      image.putChunks(creator);
      creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json());
    }
  }

  private static WarehouseClient client(Bench bench, Direction direction) throws Exception {
    return bench.client(bench.ticket(direction));
  }
}
