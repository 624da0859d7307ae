package org.cardshop.platform.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.tls.ServerKeys;
import org.cardshop.testing.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who passes for the broker over TLS, and hangs up once a client has spoken.
class DialerTest {
  @TempDir private Path folder;

  /// What the client said first; empty when it said nothing.
  private final CompletableFuture<String> heard = new CompletableFuture<>();

  private Optional<SSLServerSocket> server = Optional.empty();

  @AfterEach
  void hangUp() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
  }

  private void answer(String alternatives) throws IOException {
    Certificates.selfSigned(folder, "broker", alternatives);
    var keys = ServerKeys.of(new Pem(certificate(), folder.resolve("server.key")));
    var socket =
        (SSLServerSocket)
            keys.context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server = Optional.of(socket);
    Thread.ofVirtual()
        .start(() -> {
          try (var client = socket.accept()) {
            var first = client.getInputStream().readNBytes(4);
            heard.complete(new String(first, StandardCharsets.US_ASCII));
          } catch (IOException e) {
            heard.complete("");
          }
        });
  }

  private Path certificate() {
    return folder.resolve("server.pem");
  }

  private String dialled(Optional<Path> trust) {
    var uri = URI.create("amqps://127.0.0.1:" + server.orElseThrow().getLocalPort());
    var dialer = new Dialer(new BrokerAddress(uri, "writer", "a good password", trust));
    return String.valueOf(
        assertThrows(BrokerLostException.class, () -> dialer.dial("test")).getMessage());
  }

  @Test
  void aBrokerWithAnUnknownCertificateIsToldNothing() throws Exception {
    answer("IP:127.0.0.1");
    assertTrue(dialled(Optional.empty()).contains("TLS failed"));
    assertEquals("", heard.get());
  }

  @Test
  void aBrokerUnderAnotherNameIsToldNothing() throws Exception {
    answer("DNS:broker.example,IP:127.0.0.9");
    assertTrue(dialled(Optional.of(certificate())).contains("TLS failed"));
    assertEquals("", heard.get());
  }

  @Test
  void aBrokerWhoseCertificateIsTrustedIsSpokenTo() throws Exception {
    answer("IP:127.0.0.1");
    dialled(Optional.of(certificate()));
    assertEquals("AMQP", heard.get());
  }
}
