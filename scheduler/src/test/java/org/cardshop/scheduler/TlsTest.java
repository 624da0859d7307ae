package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.testing.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir private Path folder;

  private Pem certificate(String name) {
    Certificates.selfSigned(folder, name, "DNS:localhost,IP:127.0.0.1");
    return new Pem(folder.resolve("server.pem"), folder.resolve("server.key"));
  }

  @Test
  void theApiIsEncryptedWhereItHasACertificate() throws Exception {
    var files = certificate("first");
    try (var api = new Api(Optional.empty(), Optional.of(files));
        var client =
            new SchedulerClient(
                secure(api), new Trust.Pem(files.certificate()), "admin", Api.ADMIN_PASSWORD)) {
      assertEquals(1, client.get("/users/").path("items").size());
      assertEquals("max-age=31536000", strictTransport(api, files));
      assertThrows(AssertionError.class, () -> api.get("", "/"));
      var stranger =
          new SchedulerClient(secure(api), new Trust.Platform(), "admin", Api.ADMIN_PASSWORD);
      assertThrows(IOException.class, () -> stranger.get("/users/"));
      stranger.close();
    }
  }

  @Test
  void onlyNewProtocolsAndCiphersWithForwardSecrecyAreSpoken() throws Exception {
    try (var api = new Api(Optional.empty(), Optional.of(certificate("first")))) {
      assertTrue(greets(api, "-tls1_3"));
      assertTrue(greets(api, "-tls1_2"));
      assertTrue(greets(api, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"));
      for (var old : List.of("-tls1", "-tls1_1")) {
        assertFalse(greets(api, old, "-cipher", "ALL:@SECLEVEL=0"), old);
      }
      for (var weak : List.of("kRSA", "aNULL", "eNULL", "3DES", "RC4", "MD5", "SHA1")) {
        assertFalse(greets(api, "-tls1_2", "-cipher", weak + ":@SECLEVEL=0"), weak);
      }
    }
  }

  /// Whether a handshake comes about with what OpenSSL is allowed to offer.
  private static boolean greets(Api api, String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + api.uri("/").getPort()));
    command.addAll(List.of(options));
    var openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    openssl.getOutputStream().close();
    var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    openssl.waitFor();
    return said.contains("BEGIN CERTIFICATE");
  }

  private static String strictTransport(Api api, Pem files) throws Exception {
    try (var http =
        HttpClient.newBuilder().sslContext(new Trust.Pem(files.certificate()).context()).build()) {
      var answer =
          http.send(HttpRequest.newBuilder(secure(api)).build(), BodyHandlers.discarding());
      return answer.headers().firstValue("Strict-Transport-Security").orElse("");
    }
  }

  private static URI secure(Api api) {
    return URI.create("https://127.0.0.1:" + api.uri("/").getPort());
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws Exception {
    var files = certificate("first");
    try (var api = new Api(Optional.empty(), Optional.of(files))) {
      assertEquals("CN=first", shown(api, files));
      Files.writeString(files.key(), "half written");
      Files.setLastModifiedTime(files.key(), FileTime.from(Instant.now().plusSeconds(5)));
      assertEquals("CN=first", shown(api, files));
      certificate("second");
      Files.setLastModifiedTime(files.key(), FileTime.from(Instant.now().plusSeconds(10)));
      await().ignoreExceptions().until(() -> shown(api, files).equals("CN=second"));
    }
  }

  private static String shown(Api api, Pem files) throws IOException {
    var sockets = new Trust.Pem(files.certificate()).context().getSocketFactory();
    try (var socket = (SSLSocket) sockets.createSocket("127.0.0.1", api.uri("/").getPort())) {
      socket.startHandshake();
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
    var files = certificate("first");
    Files.writeString(files.key(), "nothing");
    var refused =
        assertThrows(
            UncheckedIOException.class, () -> new Api(Optional.empty(), Optional.of(files)));
    assertTrue(String.valueOf(refused.getMessage()).contains("do not make a pair"));
  }
}
