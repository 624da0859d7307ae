package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.net.ftp.FTPClient;
import org.awaitility.Awaitility;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  @TempDir Path temp;

  @Test
  void whoTheSchedulerKnowsComesIn() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      assertDoesNotThrow(() -> bench.client(bench.access(Role.WRITER)).close());
    }
  }

  @Test
  void aTokenThatTheSchedulerDoesNotKnowIsRefused() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var refused = assertThrows(WarehouseException.Refused.class, () -> bench.client("made-up"));
      assertTrue(String.valueOf(refused.getMessage()).contains("not valid"), refused.getMessage());
    }
  }

  @Test
  void aTicketThatRanOutIsRefused() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var ticket = bench.ticket(Direction.UPLOAD);
      bench.passes(Duration.ofDays(301));
      assertThrows(WarehouseException.Refused.class, () -> bench.client(ticket));
    }
  }

  @Test
  void anothersTokenIsRefused() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var token = bench.ticket(Direction.UPLOAD);
      var trust = new Trust.Platform();
      assertThrows(
          WarehouseException.Refused.class,
          () -> WarehouseClient.connect(bench.uri(), "someone-else", token, trust));
    }
  }

  @Test
  void aClientHasNoBusinessHere() throws Exception {
    try (var bench = Bench.plain(temp)) {
      assertThrows(WarehouseException.Refused.class, () -> bench.client(bench.access(Role.CLIENT)));
    }
  }

  @Test
  void withoutTheSchedulerNobodyComesInAndIsToldToTryAgain() throws Exception {
    try (var bench = Bench.plain(temp)) {
      var token = bench.ticket(Direction.UPLOAD);
      bench.stopScheduler();
      var told = assertThrows(WarehouseException.Unavailable.class, () -> bench.client(token));
      assertTrue(String.valueOf(told.getMessage()).contains("try again"), told.getMessage());
      var curl = bench.curl(token, "/");
      assertNotEquals(0, curl.status(), curl.output());
    }
  }

  @Test
  void plainFtpIsRefusedWhereTlsIsRequired() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      var ftp = new FTPClient();
      ftp.connect("localhost", bench.warehouse().port());
      assertEquals(530, ftp.sendCommand("USER", "someone"));
      assertEquals(530, ftp.sendCommand("PASS", bench.ticket(Direction.UPLOAD)));
      ftp.disconnect();
    }
  }

  @Test
  void onlyNewProtocolsAndCiphersWithForwardSecrecyAreSpoken() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      assertTrue(greets(bench, "-tls1_3"));
      assertTrue(greets(bench, "-tls1_2"));
      for (var old : List.of("-tls1", "-tls1_1")) {
        assertFalse(greets(bench, old, "-cipher", "ALL:@SECLEVEL=0"), old);
      }
      for (var weak : List.of("aNULL", "eNULL", "3DES", "RC4", "MD5")) {
        assertFalse(greets(bench, "-tls1_2", "-cipher", weak + ":@SECLEVEL=0"), weak);
      }
    }
  }

  /// Whether a handshake comes about with what OpenSSL is allowed to offer.
  private static boolean greets(Bench bench, String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-starttls",
                "ftp",
                "-connect",
                "127.0.0.1:" + bench.warehouse().port()));
    command.addAll(List.of(options));
    var openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    openssl.getOutputStream().close();
    var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    openssl.waitFor();
    return said.contains("BEGIN CERTIFICATE");
  }

  @Test
  void dataWithoutTlsIsRefusedWhereTlsIsRequired() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      var ftp = bench.ftp(bench.access(Role.OPERATOR));
      ftp.sendCommand("PROT", "C");
      assertEquals(229, ftp.sendCommand("EPSV"));
      assertEquals(522, ftp.sendCommand("LIST"));
      assertEquals(522, ftp.sendCommand("RETR", "/images/a/b.img"));
      ftp.disconnect();
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() throws Exception {
    try (var bench = Bench.overTls(temp)) {
      var token = bench.ticket(Direction.UPLOAD);
      assertThrows(
          WarehouseException.class,
          () -> WarehouseClient.connect(bench.uri(), "someone", token, new Trust.Platform()));
    }
  }

  @Test
  void aClientThatWaitsCanBeInterrupted() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var uri = URI.create("ftp://localhost:" + silent.getLocalPort());
      var interrupted = new CountDownLatch(1);
      var caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  WarehouseClient.connect(uri, "someone", "token", new Trust.Platform());
                } catch (InterruptedException _) {
                  interrupted.countDown();
                } catch (WarehouseException e) {
                  throw new AssertionError(e);
                }
              });
      silent.accept();
      caller.interrupt();
      Awaitility.await().until(() -> interrupted.getCount() == 0);
      caller.join();
    }
  }
}
