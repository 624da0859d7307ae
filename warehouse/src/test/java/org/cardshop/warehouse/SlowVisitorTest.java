package org.cardshop.warehouse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.apache.commons.net.ftp.FTPClient;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Visitors who take their time, on a clock that the tests set.
class SlowVisitorTest {
  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration STALL = Bench.LIMITS.stall();
  private static final Pattern EXTENDED = Pattern.compile("(?s).*\\|\\|\\|(\\d+)\\|.*");

  @TempDir private Path temp;
  private final Sample.OneChunk chunk = Sample.chunk(7);

  @Test
  void aTransferDuringWhichTheTicketRunsOutMayEnd() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = bench.ftp(bench.token(shortLived(bench)));
      var out = begun(ftp);
      bench.passes(LIFE.plusSeconds(5));
      bench.warehouse().patrol();

      out.write(chunk.frame(), 100_000, chunk.frame().length - 100_000);
      out.close();
      assertTrue(ftp.completePendingCommand(), ftp.getReplyString());
      assertArrayEquals(chunk.frame(), Files.readAllBytes(temp.resolve(chunk.path().substring(1))));
      ftp.disconnect();
    }
  }

  @Test
  void aTransferThatDoesNotEndInTimeAfterTheTicketRanOutIsCutAndARenewedTicketResumes()
      throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = bench.ftp(bench.token(shortLived(bench)));
      var out = begun(ftp);
      var sent = 100_000;
      // It goes on all the time, but for too long.
      for (var spent = LIFE; spent.compareTo(Bench.LIMITS.grace()) < 0; spent = spent.plus(STALL)) {
        out.write(chunk.frame(), sent, 20_000);
        out.flush();
        sent += 20_000;
        long most = sent;
        await().until(() -> Files.size(part()) > most - 20_000);
        bench.passes(STALL.minus(SECOND));
        bench.warehouse().patrol();
      }
      bench.passes(STALL);
      bench.warehouse().patrol();

      await().until(() -> isCut(ftp));
      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        assertTrue(Files.size(part()) >= 100_000, "what came is kept");
        client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame()));
        assertTrue(client.hasChunk(chunk.sha256()));
      }
    }
  }

  @Test
  void whoseTicketHasRunOutMayDoNothingMore() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = bench.ftp(bench.token(shortLived(bench)));
      bench.passes(LIFE);
      for (var command :
          List.of("NOOP", "PWD", "CWD /", "EPSV", "ALLO 5", "REST 5", "SIZE /", "MLST /")) {
        assertEquals(530, ftp.sendCommand(command), ftp.getReplyString());
      }
      for (var command : List.of("STOR", "APPE", "RETR", "LIST", "NLST", "MLSD", "DELE")) {
        assertEquals(530, ftp.sendCommand(command, chunk.path()), ftp.getReplyString());
      }
      bench.warehouse().patrol();
      await().until(() -> isCut(ftp));
    }
  }

  @Test
  void aClientWhoseTicketRanOutIsToldToConnectAgainAndGoesOnWithANewOne() throws Exception {
    try (var bench = Bench.plain(temp)) {
      try (var client = bench.client(bench.token(shortLived(bench)))) {
        assertFalse(client.hasChunk(chunk.sha256()));
        bench.passes(LIFE);
        assertThrows(WarehouseException.Unavailable.class, () -> client.hasChunk(chunk.sha256()));
        assertThrows(
            WarehouseException.Unavailable.class,
            () -> client.getChunk(chunk.sha256(), temp.resolve("chunk")));
      }
      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        assertFalse(client.hasChunk(chunk.sha256()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSendsNothingIsCutAndWhatCameIsKept(boolean tls) throws Exception {
    try (var bench = new Bench(temp, tls)) {
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      var out = begun(ftp);
      bench.passes(STALL.minus(SECOND));
      bench.warehouse().patrol();
      out.write(chunk.frame(), 100_000, 1); // still there
      out.flush();

      bench.passes(SECOND);
      bench.warehouse().patrol();

      assertEquals(426, ftp.getReply(), ftp.getReplyString());
      assertTrue(ftp.getReplyString().contains("next to nothing moved"), ftp.getReplyString());
      assertTrue(Files.size(part()) >= 100_000);
      assertTrue(ftp.sendNoOp(), "the session goes on");
      ftp.disconnect();
    }
  }

  @Test
  void whoSendsAByteNowAndThenIsCut() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      var out = begun(ftp);
      for (int i = 0; i < 6; i++) {
        out.write(chunk.frame(), 100_000 + i, 1);
        out.flush();
        bench.passes(Duration.ofSeconds(10));
        bench.warehouse().patrol();
      }
      assertEquals(426, ftp.getReply(), ftp.getReplyString());
      ftp.disconnect();
    }
  }

  @Test
  void whoIsSlowButAtWorkIsNotCut() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      var out = begun(ftp);
      var sent = 100_000;
      for (; sent < 300_000; sent += 20_000) {
        out.write(chunk.frame(), sent, 20_000);
        out.flush();
        long before = sent;
        await().until(() -> Files.size(part()) > before);
        bench.passes(STALL.minus(SECOND));
        bench.warehouse().patrol();
      }
      out.write(chunk.frame(), sent, chunk.frame().length - sent);
      out.close();
      assertTrue(ftp.completePendingCommand(), ftp.getReplyString());
      ftp.disconnect();
    }
  }

  /// Over TLS closing a connection waits for a write that nobody takes.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoTakesNothingIsCut(boolean tls) throws Exception {
    try (var bench = new Bench(temp, tls)) {
      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        client.putManifest(Bench.CHANNEL, Bench.IMAGE, Sample.zeros(Bench.IMAGE, 1L << 30));
      }
      var ftp = bench.ftp(bench.ticket(Direction.DOWNLOAD));
      ftp.setReceieveDataSocketBufferSize(4096);
      var in = ftp.retrieveFileStream("/images/" + Bench.CHANNEL + "/" + Bench.IMAGE + ".img");
      assertEquals(0, in.read());

      // First it fills what lies between the two.
      var reply = new FutureTask<>(ftp::getReply);
      Thread.startVirtualThread(reply);
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> {
            bench.passes(SECOND);
            bench.warehouse().patrol();
            return reply.isDone();
          });
      assertEquals(426, reply.get(), ftp.getReplyString());
      assertTrue(ftp.sendNoOp(), "the session goes on");
      ftp.disconnect();
    }
  }

  @Test
  void whoDoesNotFinishAHandshakeIsCut() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      var ftp = bench.ftp(bench.ticket(Direction.UPLOAD));
      ftp.sendCommand("EPSV");
      var port = EXTENDED.matcher(ftp.getReplyString());
      assertTrue(port.matches(), ftp.getReplyString());
      try (var data =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
        assertEquals(150, ftp.sendCommand("STOR", chunk.path()));
        data.getOutputStream().write(new byte[] {22, 3, 1}); // the beginning of a greeting
        bench.passes(STALL);
        await()
            .until(() -> {
              bench.warehouse().patrol();
              return data.getInputStream().read() < 0;
            });
      }
      assertEquals(425, ftp.getReply(), ftp.getReplyString());
      ftp.disconnect();
    }
  }

  @Test
  void whoSaysNothingIsShownOut() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var quiet = bench.ftp(bench.access(Role.MANAGER));
      var lively = bench.ftp(bench.access(Role.MANAGER));
      bench.passes(Bench.LIMITS.idle().minus(SECOND));
      bench.warehouse().patrol();
      assertTrue(lively.sendNoOp());
      bench.passes(SECOND);
      bench.warehouse().patrol();
      await().until(() -> isCut(quiet));
      assertTrue(lively.sendNoOp());
      lively.disconnect();
    }
  }

  @Test
  void whoDoesNotLogInIsShownOut() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ftp = new FTPClient();
      ftp.connect("localhost", bench.warehouse().port());
      ftp.sendCommand("USER", "someone");
      bench.passes(Duration.ofSeconds(59));
      bench.warehouse().patrol();
      assertEquals(530, ftp.sendCommand("NOOP"), "still there");
      bench.passes(SECOND);
      bench.warehouse().patrol();
      await().until(() -> isCut(ftp));
    }
  }

  @Test
  void theCheckOfAnImageMayTakeItsTime() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var image = Sample.image(Bench.IMAGE, 1);
      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        image.putChunks(client);
        bench.whenAsked(() -> {
          bench.passes(STALL.multipliedBy(9));
          bench.warehouse().patrol();
        });
        client.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json());
      }
      assertTrue(Files.exists(temp.resolve("images/kiwix/fr-wikipedia.manifest.json")));
    }
  }

  private static Claims shortLived(Bench bench) {
    return bench.ticket("task-1", Direction.UPLOAD, Bench.IMAGE, 1, Bench.PLENTY, LIFE);
  }

  /// An upload of which the first part has come.
  private OutputStream begun(FTPClient ftp) throws IOException {
    var out = ftp.storeFileStream(chunk.path());
    out.write(chunk.frame(), 0, 100_000);
    out.flush();
    await().until(() -> Files.exists(part()) && Files.size(part()) > 80_000);
    return out;
  }

  private Path part() {
    return temp.resolve("parts/task-1/" + chunk.sha256() + ".part");
  }

  private static boolean isCut(FTPClient ftp) {
    try {
      return !ftp.sendNoOp();
    } catch (IOException e) {
      return true;
    }
  }
}
