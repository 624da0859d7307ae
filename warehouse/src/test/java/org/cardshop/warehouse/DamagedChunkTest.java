package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A published chunk whose bytes the disk has changed since: whoever notices says so, and it can be
/// stored again.
@SuppressWarnings("NullAway.Init")
class DamagedChunkTest {
  @TempDir Path temp;
  Bench bench;
  final Sample image = Sample.image(Bench.IMAGE, 1);
  final Sha256 chunk = image.manifest().chunks().get(1).sha256();

  @BeforeEach
  void publish() throws Exception {
    bench = Bench.plain(temp.resolve("data"));
    try (var creator = bench.client(bench.ticket(Direction.UPLOAD))) {
      image.putChunks(creator);
      creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json());
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aReadersDoubtRemovesADamagedChunkAndBuildingAgainStoresIt() throws Exception {
    flip();
    try (var writer = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      writer.getChunk(chunk, temp.resolve("came"));

      var told = assertThrows(WarehouseException.Refused.class, () -> writer.doubt(chunk));

      assertTrue(String.valueOf(told.getMessage()).contains("('all')"), told.getMessage());
      assertFalse(Files.exists(file()));
      var absent = assertThrows(WarehouseException.Refused.class, () -> fetch("again"));
      assertTrue(String.valueOf(absent.getMessage()).contains("('all')"), absent.getMessage());
    }
    try (var creator = bench.client(bench.ticket(Direction.UPLOAD, Bench.IMAGE, 2))) {
      assertEquals(List.of(chunk), List.copyOf(creator.missing(image.frames().keySet())));
      image.putChunks(creator);
      assertEquals(
          new PutManifest.Published(),
          creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));
    }
    assertArrayEquals(image.frames().get(chunk), Files.readAllBytes(fetch("whole")));
  }

  @Test
  void aDoubtAboutAChunkThatIsWholeChangesNothing() throws Exception {
    try (var writer = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      writer.doubt(chunk);
    }
    assertArrayEquals(image.frames().get(chunk), Files.readAllBytes(fetch("whole")));
  }

  @Test
  void onlyWhoMayReadAChunkMayDoubtIt() throws Exception {
    flip();
    for (var token :
        List.of(
            bench.ticket(Direction.UPLOAD), bench.ticket(Direction.DOWNLOAD, "another-image", 1))) {
      try (var client = bench.client(token)) {
        assertThrows(WarehouseException.Refused.class, () -> client.doubt(chunk));
      }
    }
    assertTrue(Files.exists(file()));
  }

  @Test
  void aWholeImageThatMeetsADamagedChunkRemovesItAndSaysWhatToDo() throws Exception {
    flip();
    var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    assertFalse(ftp.retrieveFile(ReadingTest.IMG, new ByteArrayOutputStream()));
    assertEquals(451, ftp.getReplyCode(), ftp.getReplyString());
    assertFalse(Files.exists(file()));

    assertFalse(ftp.retrieveFile(ReadingTest.IMG, new ByteArrayOutputStream()));
    assertEquals(550, ftp.getReplyCode(), ftp.getReplyString());
    assertTrue(ftp.getReplyString().contains("('all')"), ftp.getReplyString());
    ftp.disconnect();
  }

  private Path fetch(String name) throws Exception {
    try (var writer = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      var to = temp.resolve(name);
      writer.getChunk(chunk, to);
      return to;
    }
  }

  private Path file() {
    return bench.data.resolve(Sample.path(chunk).substring(1));
  }

  /// One bit, which leaves the size as it was.
  private void flip() throws Exception {
    var bytes = Files.readAllBytes(file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(), bytes);
  }
}
