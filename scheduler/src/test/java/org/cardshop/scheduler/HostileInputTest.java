package org.cardshop.scheduler;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileInputTest {
  private final Api api = new Api();
  private final String admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aBodyOfMoreThan256KibIsRefusedUnread() throws IOException {
    var head =
        "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length:"
            + " 1000000000\r\ntoken: "
            + admin
            + "\r\n\r\n{";
    assertTrue(answer(head).startsWith("HTTP/1.1 413 "), "a GB that is announced");
    var chunked =
        api.send(
            api.body(admin, "/orders").POST(BodyPublishers.ofInputStream(() -> zeros(300 << 10))));
    assertEquals(413, chunked.status());
    assertTrue(chunked.text("/error").contains("262144 bytes"));
  }

  @Test
  void aDeepBodyIsRefused() {
    for (int depth : new int[] {33, 100_000}) {
      var body = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
      int status = api.post(admin, "/channels/", body).status();
      assertTrue(status == 400 || status == 413, depth + " levels gave " + status);
    }
  }

  @Test
  void aMillionKeysAreRefused() {
    var body = new StringBuilder("{\"slug\":\"x\"");
    for (int i = 0; i < 1_000_000; i++) {
      body.append(",\"k").append(i).append("\":1");
    }
    assertEquals(413, api.post(admin, "/channels/", body.append('}').toString()).status());
    var asManyAsFit = new StringBuilder("{\"slug\":\"x\"");
    for (int i = 0; i < 20_000; i++) {
      asManyAsFit.append(",\"k").append(i).append("\":1");
    }
    var refused = api.post(admin, "/channels/", asManyAsFit.append('}').toString());
    assertEquals(400, refused.status());
  }

  @Test
  void theSameKeyTwiceAndTextBehindTheEndAreRefused() {
    assertEquals(400, api.post(admin, "/channels/", "{\"slug\":\"a\",\"slug\":\"b\"}").status());
    assertEquals(400, api.post(admin, "/channels/", "{} {}").status());
  }

  @Test
  void whoSendsAByteNowAndThenKeepsNobodyOut() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 300; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.uri("/").getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost".getBytes(US_ASCII));
        socket.getOutputStream().flush();
      }
      assertEquals(200, api.get(admin, "/orders/").status());
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void answersTellBrowsersToRunNothing() {
    var headers = api.get("", "/").response().headers();
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
    assertTrue(
        headers.firstValue("Content-Security-Policy").orElse("").contains("default-src 'none'"));
    assertEquals(List.of(), headers.allValues("Access-Control-Allow-Origin"));
    assertEquals(List.of(), headers.allValues("Server"));
  }

  private String answer(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.uri("/").getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(40), US_ASCII);
    }
  }

  private static InputStream zeros(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }
}
