package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutageTest {
  @Test
  void aSchedulerThatIsGoneIsSaidAndTheSessionKept() throws Exception {
    try (var shop = new Shop()) {
      var browser = shop.signedIn();
      shop.stopScheduler();
      var page = browser.get("/orders");
      assertEquals(503, page.status());
      assertTrue(page.has("The scheduler cannot be reached"));
      assertTrue(page.has("Sign out"));
    }
  }

  @Test
  void nobodyCanSignInWhileTheSchedulerIsGone() throws Exception {
    try (var shop = new Shop()) {
      shop.stopScheduler();
      var page = shop.browser().signIn("admin", Shop.ADMIN_PASSWORD);
      assertEquals(503, page.status());
      assertTrue(page.has("The scheduler cannot be reached"));
    }
  }

  @Test
  void aSchedulerThatFailsIsSaidInItsOwnWords() throws Exception {
    assertTrue(
        answeredWith("{\"error\": \"The database does not answer.\"}")
            .has("The database does not answer."));
  }

  @Test
  void aProxysErrorPageInBetweenIsUnderstoodAsAFailure() throws Exception {
    assertTrue(answeredWith("<html>Bad Gateway</html>").has("The scheduler has trouble"));
  }

  /// What a sign-in sees when the scheduler answers everything with 503 and this body.
  private static Browser.Page answeredWith(String body) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(503, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var manager = new ManagerProcess(Shop.config(address))) {
      var page = new Browser(manager.port()).signIn("admin", Shop.ADMIN_PASSWORD);
      assertEquals(502, page.status());
      return page;
    } finally {
      server.stop(0);
    }
  }

  @Test
  void healthNeedsNoSchedulerAndAnUnknownPageIsSaid() throws Exception {
    var config = Shop.config(URI.create("http://127.0.0.1:1"));
    try (var manager = new ManagerProcess(config)) {
      var browser = new Browser(manager.port());
      assertEquals(200, browser.get("/health").status());
      assertEquals("up", browser.get("/health").html());
      var page = browser.get("/nowhere");
      assertEquals(404, page.status());
      assertTrue(page.has("There is no such page"));
    }
  }
}
