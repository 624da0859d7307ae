package org.cardshop.scheduler;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileInputTest {
  private static final Set<String> USER_FIELDS =
      Set.of("_id", "username", "role", "channel", "email", "active");

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
  void operatorsOfTheDatabaseAreNothingButText() {
    api.user("olga", "operator");
    for (var operator :
        List.of("{\"$ne\": \"\"}", "{\"$gt\": \"\"}", "{\"$regex\": \".*\"}", "[\"olga\"]")) {
      var body =
          "{\"username\": %s, \"password\": \"a good password\", \"role\": \"client\"}"
              .formatted(operator);
      assertEquals(400, api.post(admin, "/users/", body).status(), operator);
      var patched = "{\"active\": %s}".formatted(operator);
      assertEquals(400, api.patch(admin, "/users/olga", patched).status(), operator);
    }
    for (var query :
        List.of("status=%7B%22$ne%22:%22%22%7D", "channel=$where", "client.email=$ne")) {
      var found = api.get(admin, "/orders/?" + query);
      assertTrue(found.status() == 400 || found.json().path("items").isEmpty(), query);
    }
    assertEquals(404, api.get(admin, "/users/%7B%22$ne%22:%22%22%7D").status());
    assertEquals(401, api.login("{\"$ne\": \"\"}", "a good password").status());
  }

  @Test
  void aParameterThatIsThereTwiceIsRefused() {
    var refused = api.get(admin, "/orders/?limit=1&limit=500");
    assertEquals(400, refused.status());
    assertEquals("The parameter 'limit' is there twice.", refused.text("/error"));
  }

  @Test
  void aRequestWhoseEndIsUnclearIsRefusedAndTheConnectionClosed() throws IOException {
    var smuggled = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
    for (var lengths :
        List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
            "Content-Length: +5\r\n\r\n12345",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")) {
      var request = "POST /auth/authorize HTTP/1.1\r\nHost: x\r\n" + lengths + smuggled;
      var all = everything(request);
      assertTrue(all.matches("(?s)HTTP/1.1 (400|501) .*"), lengths + all);
      assertEquals(1, all.split("HTTP/1\\.1 ", -1).length - 1, lengths + all);
    }
  }

  @Test
  void noRouteEchoesARequest() throws IOException {
    for (var method : List.of("TRACE", "TRACK", "CONNECT")) {
      var all = everything(method + " /orders HTTP/1.1\r\nHost: x\r\nX-Mark: my mark\r\n\r\n");
      assertTrue(all.matches("(?s)HTTP/1.1 (400|404|405|501) .*"), all);
      assertFalse(all.contains("my mark"), all);
    }
  }

  @Test
  void answersTellBrowsersToRunNothing() {
    for (var path : List.of("/", "/docs", "/orders", "/nowhere", "/health")) {
      var headers = api.get("", path).response().headers();
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
      assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElse(""), path);
      var policy = headers.firstValue("Content-Security-Policy").orElse("");
      for (var part : List.of("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")) {
        assertTrue(policy.contains(part), path + " " + policy);
      }
      assertFalse(policy.contains("script-src"), path);
      assertEquals(List.of(), headers.allValues("Access-Control-Allow-Origin"));
      assertEquals(List.of(), headers.allValues("Server"));
    }
  }

  @Test
  void whatAUserIsShownAsHasNoPassword() {
    api.user("olga", "operator");
    var shown = new ArrayList<String>();
    api.get(admin, "/users/olga").json().fieldNames().forEachRemaining(shown::add);
    assertEquals(USER_FIELDS, Set.copyOf(shown));
  }

  /// All that is answered until the server closes the connection or has nothing more to say.
  private String everything(String request) throws IOException {
    var all = new StringBuilder();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.uri("/").getPort())) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.append((char) b);
      }
    } catch (SocketTimeoutException e) {
      // It waits for more requests.
    }
    return all.toString();
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
