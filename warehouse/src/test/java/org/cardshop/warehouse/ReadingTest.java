package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A published image is read, listed, deleted, and its chunks are collected.
@SuppressWarnings("NullAway.Init")
class ReadingTest {
  static final String IMG = "/images/kiwix/fr-wikipedia.img";

  @TempDir Path temp;
  Bench bench;
  Sample image = Sample.image(Bench.IMAGE, 1);

  @BeforeEach
  void open() throws Exception {
    bench = Bench.plain(temp);
    publish(image, Bench.IMAGE);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 1_048_575, 1_048_576, 2_000_000, 2_097_153, 3_141_631, 4_194_304, 4_195_303})
  void theImageIsReadFromAnyOffset(int offset) throws Exception {
    var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    ftp.setRestartOffset(offset);
    var got = new ByteArrayOutputStream();
    assertTrue(ftp.retrieveFile(IMG, got), ftp.getReplyString());
    assertArrayEquals(image.from(offset), got.toByteArray());
    ftp.disconnect();
  }

  @Test
  void theImageHasASizeAndATime() throws Exception {
    var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    assertEquals("" + image.bytes().length, ftp.getSize(IMG));
    assertEquals("20260501120000", ftp.getModificationTime(IMG).substring(0, 14));
    assertEquals(image.bytes().length, ftp.mlistFile(IMG).getSize());
    assertEquals(
        Set.of("fr-wikipedia.img", "fr-wikipedia.manifest.json"), names(ftp, "/images/kiwix"));
    ftp.disconnect();
  }

  @Test
  void aCutDownloadOfAChunkGoesOn() throws Exception {
    var chunk = image.manifest().chunks().getFirst().sha256();
    var frame = image.frames().get(chunk);
    var to = Files.write(temp.resolve("chunk"), Arrays.copyOf(frame, 400_001));
    try (var client = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      client.getChunk(chunk, to);
    }
    assertArrayEquals(frame, Files.readAllBytes(to));
  }

  @Test
  void aTicketReadsOnlyWhatItsImageNames() throws Exception {
    var other = Sample.image("other", 2);
    publish(other, "other");
    try (var client = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      var foreign = other.manifest().chunks().getFirst().sha256();
      var to = temp.resolve("foreign");
      assertThrows(WarehouseException.Refused.class, () -> client.getChunk(foreign, to));
      assertThrows(
          WarehouseException.Refused.class, () -> client.getManifest(Bench.CHANNEL, "other"));
    }
  }

  @Test
  void aTicketSeesOnlyItsImage() throws Exception {
    publish(Sample.image("other", 2), "other");
    var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    assertEquals(2, names(ftp, "/images/kiwix").size());
    ftp.disconnect();
  }

  @Test
  void anUploaderReadsNothing() throws Exception {
    var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
    assertFalse(ftp.retrieveFile(IMG, new ByteArrayOutputStream()));
    assertEquals(550, ftp.getReplyCode());
    ftp.disconnect();
  }

  @Test
  void anOperatorReadsAnImageAndAWriterOnlyListsIt() throws Exception {
    var operator = bench.ftp(bench.access(Role.OPERATOR));
    assertTrue(operator.retrieveFile(IMG, new ByteArrayOutputStream()));
    operator.disconnect();
    var writer = bench.ftp(bench.access(Role.WRITER));
    assertEquals(2, names(writer, "/images/kiwix").size());
    assertFalse(writer.retrieveFile(IMG, new ByteArrayOutputStream()));
    writer.disconnect();
  }

  @Test
  void aTicketReadsNoMoreThanItsBytes() throws Exception {
    var ftp =
        bench.ftp(bench.token(bench.ticket("t", Direction.DOWNLOAD, Bench.IMAGE, 1, 2_000_000)));
    var got = new ByteArrayOutputStream();
    assertFalse(ftp.retrieveFile(IMG, got));
    assertEquals(552, ftp.getReplyCode());
    assertTrue(got.size() <= 2_000_000);
    ftp.disconnect();
  }

  @Test
  void aChunkThatIsDamagedOnDiskEndsTheDownload() throws Exception {
    Files.writeString(temp.resolve(path(image)), "damaged");
    var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    assertFalse(ftp.retrieveFile(IMG, new ByteArrayOutputStream()));
    assertEquals(451, ftp.getReplyCode(), ftp.getReplyString());
    ftp.disconnect();
  }

  @Test
  void chunksOfADeletedImageAreCollectedAfterADayUnlessAnotherNamesThem() throws Exception {
    var shared = Sample.image("same-content", 1);
    publish(shared, "same-content");
    delete(Bench.IMAGE);
    bench.passes(Duration.ofHours(30));
    assertEquals(0, bench.warehouse().tidy());

    delete("same-content");
    assertEquals(3, bench.warehouse().tidy());
    assertFalse(Files.exists(temp.resolve(path(image))));
  }

  @Test
  void aChunkThatWasAskedForStaysForADay() throws Exception {
    delete(Bench.IMAGE);
    bench.passes(Duration.ofHours(23));
    try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
      assertTrue(client.hasChunk(image.manifest().chunks().getFirst().sha256()));
    }
    bench.passes(Duration.ofHours(2));

    assertEquals(2, bench.warehouse().tidy());
    assertTrue(Files.exists(temp.resolve(path(image))));
  }

  @Test
  void onlyATicketForDeletionDeletes() throws Exception {
    for (var token : Set.of(bench.ticket(Direction.UPLOAD), bench.access(Role.MANAGER))) {
      try (var client = bench.client(token)) {
        assertThrows(
            WarehouseException.Refused.class, () -> client.deleteImage(Bench.CHANNEL, Bench.IMAGE));
      }
    }
    assertTrue(Files.exists(temp.resolve("images/kiwix/fr-wikipedia.manifest.json")));
  }

  @Test
  void nothingIsCollectedWhileAManifestCannotBeRead() throws Exception {
    delete(Bench.IMAGE);
    Files.writeString(temp.resolve("images/kiwix/damaged.manifest.json"), "{");
    bench.passes(Duration.ofHours(30));

    assertThrows(IOException.class, () -> bench.warehouse().tidy());
    assertTrue(Files.exists(temp.resolve(path(image))));
  }

  void publish(Sample sample, String name) throws Exception {
    try (var client = bench.client(bench.ticket(Direction.UPLOAD, name, 1))) {
      for (var frame : sample.frames().entrySet()) {
        client.putChunk(frame.getKey(), () -> new ByteArrayInputStream(frame.getValue()));
      }
      client.putManifest(Bench.CHANNEL, name, sample.json());
    }
  }

  void delete(String name) throws Exception {
    try (var client = bench.client(bench.ticket(Direction.DELETE, name, 1))) {
      client.deleteImage(Bench.CHANNEL, name);
    }
  }

  static String path(Sample sample) {
    return Sample.path(sample.manifest().chunks().getFirst().sha256()).substring(1);
  }

  static Set<String> names(FTPClient ftp, String folder) throws Exception {
    return Arrays.stream(ftp.mlistDir(folder)).map(FTPFile::getName).collect(Collectors.toSet());
  }
}
