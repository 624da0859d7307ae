package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.platform.warehouse.PutManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The project's own client, over TLS.
class RoundTripOverTlsTest {
  @TempDir Path temp;

  @Test
  void anImageGoesInAndComesOut() throws Exception {
    var image = Sample.image(Bench.IMAGE, 1);
    try (var bench = Bench.overTls(temp.resolve("data"));
        var creator = bench.client(bench.ticket(Direction.UPLOAD));
        var writer = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      image.putChunks(creator);
      assertEquals(
          new PutManifest.Published(),
          creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));

      for (var chunk : writer.getManifest(Bench.CHANNEL, Bench.IMAGE).chunks()) {
        var to = temp.resolve(chunk.sha256().hex());
        writer.getChunk(chunk.sha256(), to);
        assertArrayEquals(image.frames().get(chunk.sha256()), Files.readAllBytes(to));
      }
    }
  }

  @Test
  void anUploadThatWasCutGoesOnWithTheNextConnection() throws Exception {
    var chunk = Sample.chunk(5);
    try (var bench = Bench.overTls(temp.resolve("data"))) {
      var part = bench.data.resolve("parts/task-1/" + chunk.sha256() + ".part");
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      var out = ftp.storeFileStream(chunk.path());
      out.write(chunk.frame(), 0, 400_000);
      out.close();
      ftp.disconnect();
      Awaitility.await().until(() -> Files.exists(part) && Files.size(part) == 400_000);

      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame()));
        assertTrue(client.hasChunk(chunk.sha256()));
      }
    }
  }

  @Test
  void theBeginningOfAnotherFrameIsThrownAway() throws Exception {
    var chunk = Sample.chunk(5);
    try (var bench = Bench.overTls(temp.resolve("data"))) {
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      var other = Arrays.copyOf(Sample.chunk(6).frame(), 400_000);
      ftp.storeFile(chunk.path(), new ByteArrayInputStream(other));
      ftp.disconnect();

      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame()));
        assertTrue(client.hasChunk(chunk.sha256()));
      }
    }
  }
}
