package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private final ManagerProcess manager =
      new ManagerProcess(Shop.config(URI.create("http://127.0.0.1:1")));
  private final Browser browser = new Browser(manager.port());

  @AfterEach
  void stop() {
    manager.close();
  }

  @Test
  void whatAPageNeedsIsOursAndMayBeKeptForEver() {
    var page = browser.get("/sign-in");
    for (var name :
        List.of(
            "style.css", "icon.svg", "htmx.js", "htmx-sse.js", "keys.js", "cardshop.webmanifest")) {
      var asset = browser.get(page.asset(name));
      assertEquals(200, asset.status(), name);
      assertEquals("public, max-age=31536000, immutable", asset.header("Cache-Control"), name);
      assertFalse(asset.html().isEmpty(), name);
    }
    assertTrue(browser.get(page.asset("htmx.js")).has("htmx"));
  }

  @Test
  void theyComeCompressed() {
    var path = browser.get("/sign-in").asset("htmx.js");
    var asset = browser.with("Accept-Encoding", "gzip").get(path);
    assertEquals("gzip", asset.header("Content-Encoding"));
    assertEquals("Accept-Encoding", asset.header("Vary"));
    assertTrue(asset.html().length() < 25_000, "its text is binary");
    assertEquals("text/javascript; charset=utf-8", asset.header("Content-Type"));
  }

  @Test
  void anotherVersionsAddressGivesOursButNotToKeep() {
    var asset = browser.get("/assets/0123456789abcdef/style.css");
    assertEquals(200, asset.status());
    assertEquals("no-store", asset.header("Cache-Control"));
  }

  @Test
  void whatIsNoAssetIsNotThere() {
    for (var name : List.of("nothing.css", "..%2FServer.class", "style.exe", "%2e%2e")) {
      assertEquals(404, browser.get("/assets/0123456789abcdef/" + name).status(), name);
    }
  }
}
