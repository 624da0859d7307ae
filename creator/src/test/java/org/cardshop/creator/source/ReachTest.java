package org.cardshop.creator.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://0.0.0.0/x",
        "http://10.0.0.1/x",
        "http://172.16.0.1/x",
        "https://192.168.1.1:8443/x",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/x",
        "ftp://10.0.0.1/x",
        "http://[::1]/x",
        "http://[fe80::1]/x",
        "http://[fd00::1]/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://224.0.0.1/x"
      })
  void whatIsInnerIsOutOfReach(String url) {
    var refused = assertThrows(IOException.class, () -> Source.at(url, Reach.PUBLIC).find());
    assertTrue(String.valueOf(refused.getMessage()).contains("inner network"), url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1/x", "http://[2001:db8::1]/x", "http://8.8.8.8/x"})
  void whatIsPublicIsWithinReach(String url) {
    assertDoesNotThrow(() -> Reach.PUBLIC.require(URI.create(url)));
  }

  @Test
  void theCreatorsOwnFilesAreReachedOnlyWhereTheyMayBe(@TempDir Path folder) throws Exception {
    var file = Files.write(folder.resolve("secret"), CONTENT).toUri().toString();
    assertEquals(7, Source.at(file, Reach.ANYWHERE).find().size().orElseThrow());
    var refused = assertThrows(IOException.class, () -> Source.at(file, Reach.PUBLIC).find());
    assertTrue(String.valueOf(refused.getMessage()).contains("files of the creator itself"));
  }

  @Test
  void aRedirectIsFollowedButNotWithoutEndAndNotToAFile() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var base = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/",
        exchange -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/here" -> {
              boolean isHead = exchange.getRequestMethod().equals("HEAD");
              exchange.sendResponseHeaders(200, isHead ? -1 : CONTENT.length);
              if (!isHead) {
                exchange.getResponseBody().write(CONTENT);
              }
            }
            case "/moved" -> redirect(exchange, "/here");
            case "/loop" -> redirect(exchange, "/loop");
            default -> redirect(exchange, "file:///etc/passwd");
          }
          exchange.close();
        });
    server.start();
    try {
      var source = Source.at(base + "/moved", Reach.ANYWHERE);
      try (var opened = source.open(0, source.find())) {
        assertArrayEquals(CONTENT, opened.stream().readAllBytes());
      }
      assertTold("without end", base + "/loop");
      assertTold("nobody can follow", base + "/file");
    } finally {
      server.stop(0);
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void assertTold(String sentence, String url) {
    var refused = assertThrows(IOException.class, () -> Source.at(url, Reach.ANYWHERE).find());
    assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused.getMessage());
  }
}
