package org.cardshop.warehouse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileVisitorTest {
  private static final InetAddress ELSEWHERE = elsewhere();
  private static final Pattern EXTENDED = Pattern.compile("(?s).*\\|\\|\\|(\\d+)\\|.*");
  private static final String SECRET = "what lies outside";

  @TempDir private Path folder;
  private Bench bench;
  private Path outside;

  private static InetAddress elsewhere() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() throws IOException {
    outside = Files.writeString(folder.resolve("outside.txt"), SECRET);
    bench = Bench.plain(Files.createDirectory(folder.resolve("data")));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  static Stream<String> paths() {
    return Stream.of(
        "../outside.txt",
        "../../../../../../etc/passwd",
        "/../outside.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/images/../../outside.txt",
        "/images/cardshop/../../../outside.txt",
        "images/cardshop/..%2f..%2foutside.txt",
        "..\\outside.txt",
        "/images/cardshop/img.img\u0000.txt",
        "\u0000",
        "/images/\u202e/x.img",
        "/images/cardshop/\u2024\u2024/outside.txt",
        "/images/cardshop/\uff0e\uff0e\uff0foutside.txt",
        "/images/cardshop/caf\u00e9.img",
        "/images/cardshop/cafe\u0301.img",
        "/images/cardshop/\u202eimg.x.img",
        "/images/card\u200bshop/x.img",
        "/images/cardshop/\ufeffx.img",
        "/images/cardshop/\ud83d\udcbe.img",
        "/images/cardshop/%00.img",
        "~root",
        "/images/cardshop/CON.img",
        "/images/cardshop/" + "a".repeat(5_000) + ".img",
        "/chunks/../../outside.txt",
        "/chunks/aa/" + "g".repeat(64) + ".zst",
        "/proc/self/environ",
        "*",
        "");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void noPathLeadsOutside(String path) throws Exception {
    for (var token :
        List.of(
            bench.access(Role.MANAGER),
            bench.ticket(Direction.UPLOAD),
            bench.ticket(Direction.DOWNLOAD),
            bench.ticket(Direction.DELETE))) {
      for (var command : List.of("RETR", "STOR", "APPE", "DELE", "SIZE", "MDTM", "CWD", "MLST")) {
        var ftp = bench.ftp(token);
        try {
          ftp.enterLocalPassiveMode();
          ftp.pasv();
          int code = ftp.sendCommand(command, path);
          // Nothing, which FTP trims control characters to, and a pattern mean the folder itself.
          boolean onlyLooked =
              List.of("CWD", "MLST").contains(command) && List.of("", "\u0000", "*").contains(path);
          assertTrue(
              FTPReply.isNegativePermanent(code) || onlyLooked,
              command + " gave " + ftp.getReplyString());
        } catch (IOException e) {
          // Cut off: nothing came back, either.
        } finally {
          ftp.disconnect();
        }
      }
    }
    assertEquals(SECRET, Files.readString(outside));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  /// Bytes that are no UTF-8 but that a careless reader takes for dots and slashes.
  @Test
  void overlongNamesAreRefused() throws Exception {
    var dot = new byte[] {(byte) 0xc0, (byte) 0xae};
    var slash = new byte[] {(byte) 0xc0, (byte) 0xaf};
    var slashOfThree = new byte[] {(byte) 0xe0, (byte) 0x80, (byte) 0xaf};
    var surrogate = new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
    for (var odd : List.of(dot, slash, slashOfThree, surrogate, new byte[] {(byte) 0xff})) {
      for (var command : List.of("RETR", "STOR", "CWD", "SIZE", "DELE")) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), bench.warehouse().port())) {
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
          var out = socket.getOutputStream();
          assertEquals("220", code(in));
          out.write("USER someone\r\n".getBytes(StandardCharsets.UTF_8));
          assertEquals("331", code(in));
          var token = bench.access(Role.MANAGER);
          out.write(("PASS " + token + "\r\n").getBytes(StandardCharsets.UTF_8));
          assertEquals("230", code(in));
          out.write((command + " /images/").getBytes(StandardCharsets.UTF_8));
          out.write(odd);
          out.write("/outside.txt\r\n".getBytes(StandardCharsets.UTF_8));
          assertEquals("501", code(in), command);
        }
      }
    }
  }

  private static String code(BufferedReader in) throws IOException {
    return String.valueOf(in.readLine()).substring(0, 3);
  }

  @Test
  void aLinkInTheWarehouseIsNotFollowedOutOfIt() throws Exception {
    var chunk = "aa" + "b".repeat(62);
    var shelf = Files.createDirectories(folder.resolve("data/chunks/aa"));
    Files.createSymbolicLink(shelf.resolve(chunk + ".zst"), outside);
    var images = Files.createDirectories(folder.resolve("data/images/" + Bench.CHANNEL));
    Files.createSymbolicLink(images.resolve("x.manifest.json"), outside);
    var token = bench.access(Role.MANAGER);
    for (var path :
        List.of("/chunks/aa/" + chunk + ".zst", "/images/" + Bench.CHANNEL + "/x.manifest.json")) {
      assertFalse(bench.curl(token, path).output().contains("lies"), path);
      var ftp = bench.ftp(token);
      assertNull(ftp.getSize(path), "it has no size");
      assertEquals(550, ftp.getReplyCode(), ftp.getReplyString());
      ftp.disconnect();
    }
    var ftp = bench.ftp(token);
    assertEquals(0, ftp.listNames("/chunks/aa").length, "nor is it listed");
    assertEquals(0, ftp.listNames("/images/" + Bench.CHANNEL).length);
    ftp.disconnect();
  }

  /// What would be stored in a folder that is a link.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Linked(String folder, String name, byte[] content) {}

  @Test
  void nothingIsStoredThroughAFolderThatIsALink() throws Exception {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var chunk = Sample.chunk(1);
    Files.createDirectories(folder.resolve("data/chunks"));
    Files.createDirectories(folder.resolve("data/images"));
    Files.createDirectories(folder.resolve("data/parts"));
    var digits = chunk.sha256().hex().substring(0, 2);
    var zeros = Sample.zeros(Bench.IMAGE, 1 << 20);
    var image = "/images/" + Bench.CHANNEL + "/" + Bench.IMAGE;
    var announcement = image + ".announced.json";
    for (var stored :
        List.of(
            new Linked("chunks/" + digits, chunk.path(), chunk.frame()),
            new Linked("parts/task-1", chunk.path(), chunk.frame()),
            new Linked("images/" + Bench.CHANNEL, image + ".manifest.json", zeros),
            new Linked("announced", announcement, zeros),
            new Linked("parts/manifests", announcement, zeros))) {
      var link = Files.createSymbolicLink(folder.resolve("data").resolve(stored.folder), elsewhere);
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      assertFalse(ftp.storeFile(stored.name, new ByteArrayInputStream(stored.content)));
      assertEquals(550, ftp.getReplyCode());
      assertTrue(ftp.getReplyString().contains("is a symbolic link"), ftp.getReplyString());
      ftp.disconnect();
      bench.warehouse().tidy();
      try (var files = Files.list(elsewhere)) {
        assertEquals(0, files.count(), stored.folder);
      }
      Files.delete(link);
    }
  }

  @Test
  void theWarehouseConnectsToNobody() throws Exception {
    var ftp = bench.ftp(bench.access(Role.MANAGER));
    assertEquals(502, ftp.sendCommand("PORT", "127,0,0,1,31,144"));
    assertEquals(502, ftp.sendCommand("EPRT", "|1|192.0.2.1|8080|"));
    ftp.disconnect();
  }

  /// FXP and its like: what is asked for on one address comes out, or goes in, on another.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDataConnectionFromAnotherAddressGetsAndGivesNothing(boolean isUpload) throws Exception {
    var chunk = Sample.chunk(1);
    var shelf = Files.createDirectories(folder.resolve("data" + chunk.path()).getParent());
    var token = bench.ticket(Direction.UPLOAD);
    if (!isUpload) {
      Files.write(shelf.resolve(chunk.sha256() + ".zst"), chunk.frame());
      token = bench.access(Role.MANAGER);
    }
    var ftp = bench.ftp(token);
    ftp.sendCommand("EPSV");
    var port = EXTENDED.matcher(ftp.getReplyString());
    assertTrue(port.matches(), ftp.getReplyString());
    try (var third =
        new Socket(
            InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)), ELSEWHERE, 0)) {
      assertEquals(150, ftp.sendCommand(isUpload ? "STOR" : "RETR", chunk.path()));
      assertTrue(FTPReply.isNegativeTransient(ftp.getReply()), ftp.getReplyString());
      assertEquals(0, received(third));
    }
    assertEquals(isUpload, Files.notExists(folder.resolve("data" + chunk.path())));
    ftp.disconnect();
  }

  private static int received(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void aThousandIdleSessionsKeepAnotherAddressNotOut() throws Exception {
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 1_000; i++) {
        idle.add(
            new Socket(InetAddress.getLoopbackAddress(), bench.warehouse().port(), ELSEWHERE, 0));
      }
    } catch (IOException e) {
      // Refused: all the better.
    }
    try {
      var ftp = bench.ftp(bench.access(Role.MANAGER));
      assertEquals(
          List.of("chunks", "images"), List.of(ftp.listNames("/")).stream().sorted().toList());
      ftp.disconnect();
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void oneUserHasRoomForFiftySessions() throws Exception {
    var token = bench.access(Role.MANAGER);
    var sessions = new ArrayList<FTPClient>();
    for (int i = 0; i < 50; i++) {
      sessions.add(bench.ftp(token));
    }
    assertThrows(IOException.class, () -> bench.ftp(token));
    sessions.removeFirst().disconnect();
    await().ignoreExceptions().until(() -> sessions.add(bench.ftp(token)));
    for (var session : sessions) {
      session.disconnect();
    }
  }

  @Test
  void whoseTokenWasTakenAwayIsShownOut() throws Exception {
    var stays = bench.ftp(bench.access(Role.OPERATOR));
    var token = bench.access(Role.MANAGER);
    var leaves = bench.ftp(token);
    bench.revoke(token);
    bench.warehouse().patrol();
    await().until(() -> isCut(leaves));
    assertTrue(stays.sendNoOp());
    stays.disconnect();
  }

  @Test
  void nobodyIsShownOutBecauseTheSchedulerIsAway() throws Exception {
    var ftp = bench.ftp(bench.access(Role.MANAGER));
    bench.stopScheduler();
    bench.warehouse().patrol();
    assertTrue(ftp.sendNoOp());
    ftp.disconnect();
  }

  private static boolean isCut(FTPClient ftp) {
    try {
      return !ftp.sendNoOp();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aLineWithoutAnEndKeepsNobodyOut() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), bench.warehouse().port())) {
      var out = socket.getOutputStream();
      var megabyte = "A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 64; i++) {
        out.write(megabyte);
      }
      var ftp = bench.ftp(bench.access(Role.MANAGER));
      assertTrue(ftp.sendNoOp());
      ftp.disconnect();
    }
  }
}
