package org.cardshop.warehouse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.Sample.OneChunk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class UploadTest {
  @TempDir Path temp;
  Bench bench;
  FTPClient ftp;
  OneChunk chunk = Sample.chunk(7);

  @BeforeEach
  void open() throws Exception {
    bench = Bench.plain(temp);
    ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
  }

  @AfterEach
  void close() throws Exception {
    ftp.disconnect();
    bench.close();
  }

  @Test
  void twoCreatorsMayUploadTheSameChunkAtOnce() throws Exception {
    var other = bench.ftp(other(Bench.PLENTY));
    var first = ftp.storeFileStream(chunk.path());
    var second = other.storeFileStream(chunk.path());
    first.write(chunk.frame(), 0, 300_000);
    second.write(chunk.frame(), 0, 600_000);
    first.write(chunk.frame(), 300_000, chunk.frame().length - 300_000);
    second.write(chunk.frame(), 600_000, chunk.frame().length - 600_000);
    first.close();
    second.close();

    assertTrue(ftp.completePendingCommand(), ftp.getReplyString());
    assertTrue(other.completePendingCommand(), other.getReplyString());

    assertPublished();
    assertNoParts();
  }

  @Test
  void aNewConnectionOfTheTaskTakesOverFromOneThatHangs() throws Exception {
    var hanging = ftp.storeFileStream(chunk.path());
    hanging.write(chunk.frame(), 0, 300_000);
    hanging.flush();
    await().until(() -> Files.exists(part()) && Files.size(part()) > 200_000);

    var again = bench.ftp(bench.ticket(Direction.UPLOAD));
    var there = Integer.parseInt(again.getSize(chunk.path()));
    again.setRestartOffset(there);
    var rest = new ByteArrayInputStream(chunk.frame(), there, chunk.frame().length - there);

    assertTrue(again.storeFile(chunk.path(), rest), again.getReplyString());
    assertPublished();
    hanging.close();
  }

  @Test
  void theSameChunkASecondTimeIsAcceptedAndDropped() throws Exception {
    store(chunk.path(), chunk.frame());
    store(chunk.path(), "anything".getBytes(StandardCharsets.UTF_8));

    assertTrue(ftp.getReplyString().contains("here already"), ftp.getReplyString());
    assertPublished();
  }

  @Test
  void appendingGoesOnWhereThePartEnds() throws Exception {
    refused(chunk.path(), Arrays.copyOf(chunk.frame(), 400_000), 550);
    var rest = Arrays.copyOfRange(chunk.frame(), 400_000, chunk.frame().length);

    assertTrue(ftp.appendFile(chunk.path(), new ByteArrayInputStream(rest)), ftp.getReplyString());
    assertPublished();
  }

  @Test
  void goingOnBeyondTheEndOfThePartIsRefused() throws Exception {
    ftp.setRestartOffset(400_000);
    refused(chunk.path(), chunk.frame(), 554);
  }

  @Test
  void anEmptyUploadIsNotComplete() throws Exception {
    refused(chunk.path(), new byte[0], 550);
    assertTrue(ftp.getReplyString().contains("not complete; 0 bytes"), ftp.getReplyString());
  }

  @Test
  void bytesAfterTheFrameAreRefused() throws Exception {
    refused(chunk.path(), Arrays.copyOf(chunk.frame(), chunk.frame().length + 1), 550);
    assertNoParts();
  }

  @Test
  void aFrameThatUnpacksToMoreThanAnyChunkIsRefused() throws Exception {
    var plain = new byte[64 << 20];
    refused(Sample.path(Sha256.of(plain)), Zstd.compress(plain), 550);
    assertTrue(ftp.getReplyString().contains("unpacks to more"), ftp.getReplyString());
  }

  @Test
  void aFrameLongerThanAnyChunkIsCutOff() throws Exception {
    refused(chunk.path(), new byte[18 << 20], 552);
    assertNoParts();
  }

  @Test
  void theTypeAsciiDoesNotSpoilAChunk() throws Exception {
    ftp.setFileType(FTP.ASCII_FILE_TYPE);
    // The client itself would rewrite line ends: write the bytes as they are.
    ftp.sendCommand("TYPE", "A");
    ftp.setFileType(FTP.BINARY_FILE_TYPE);
    ftp.sendCommand("TYPE", "A");
    store(chunk.path(), chunk.frame());
    assertPublished();
  }

  @Test
  void aTicketCarriesNoMoreThanItsBytes() throws Exception {
    ftp = bench.ftp(other(chunk.frame().length + 1000));
    store(chunk.path(), chunk.frame());
    var second = Sample.chunk(8);

    refused(second.path(), second.frame(), 552);

    assertFalse(Files.exists(temp.resolve(second.path().substring(1))));
  }

  @Test
  void aTicketForDownloadStoresNothing() throws Exception {
    ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
    refused(chunk.path(), chunk.frame(), 550);
  }

  @Test
  void anAccessTokenStoresNothing() throws Exception {
    ftp = bench.ftp(bench.access(Role.CREATOR));
    refused(chunk.path(), chunk.frame(), 550);
  }

  @Test
  void aTicketThatRanOutDuringTheSessionStoresNothing() throws Exception {
    bench.passes(Duration.ofDays(400));
    refused(chunk.path(), chunk.frame(), 530);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "/chunks/../../escaped",
        "/etc/passwd",
        "/chunks/00/../../x",
        "/chunks/zz/file",
        "/images/.hidden/x.manifest.json",
        "/images/kiwix/../x.manifest.json",
        "/images/kiwix/sub/x.manifest.json",
        "/images/kiwix/X.manifest.json",
        "/images/kiwix/.manifest.json",
        "~/x",
        "x;y"
      })
  void oddNamesAreRefused(String name) throws Exception {
    refused(name, chunk.frame(), 553);
    assertFalse(ftp.retrieveFile(name, new ByteArrayOutputStream()));
    assertFalse(ftp.changeWorkingDirectory(name));
  }

  @Test
  void foldersCannotBeMadeNorFilesRenamedNorModesSetNorActiveModeUsed() throws Exception {
    store(chunk.path(), chunk.frame());
    assertEquals(502, ftp.sendCommand("MKD", "/x"));
    assertEquals(502, ftp.sendCommand("RMD", "/chunks"));
    assertEquals(502, ftp.sendCommand("RNFR", chunk.path()));
    assertEquals(502, ftp.sendCommand("SITE", "CHMOD 777 " + chunk.path()));
    assertEquals(502, ftp.sendCommand("PORT", "127,0,0,1,200,200"));
    assertEquals(504, ftp.sendCommand("MODE", "Z"));
    assertEquals(550, ftp.sendCommand("DELE", chunk.path()));
    assertPublished();
  }

  @Test
  void uploadsThatWereGivenUpGoAfterADay() throws Exception {
    refused(chunk.path(), Arrays.copyOf(chunk.frame(), 400_000), 550);
    bench.passes(Duration.ofHours(23));
    bench.warehouse().tidy();
    assertTrue(Files.exists(part()));
    bench.passes(Duration.ofHours(2));
    bench.warehouse().tidy();
    assertFalse(Files.exists(part()));
  }

  String other(long bytes) {
    return bench.token(bench.ticket("task-2", Direction.UPLOAD, "other", 1, bytes));
  }

  Path part() {
    return temp.resolve("parts/task-1/" + chunk.sha256() + ".part");
  }

  void store(String path, byte[] bytes) throws IOException {
    assertTrue(ftp.storeFile(path, new ByteArrayInputStream(bytes)), () -> ftp.getReplyString());
  }

  void refused(String path, byte[] bytes, int code) throws IOException {
    try {
      assertFalse(ftp.storeFile(path, new ByteArrayInputStream(bytes)));
    } catch (IOException _) {
      // The server has cut the data connection; its reply says why.
      ftp.completePendingCommand();
    }
    assertEquals(code, ftp.getReplyCode(), ftp.getReplyString());
  }

  void assertPublished() throws IOException {
    assertArrayEquals(chunk.frame(), Files.readAllBytes(temp.resolve(chunk.path().substring(1))));
  }

  void assertNoParts() throws IOException {
    try (var files = Files.walk(temp.resolve("parts"))) {
      assertEquals(0, files.filter(Files::isRegularFile).count());
    }
  }
}
