package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/// A browser at the pages of what is set up.
record Desk(Shop shop, Browser browser) {
  Browser signedIn(String name) {
    var other = shop.browser();
    other.signIn(name, Shop.PASSWORD);
    return other;
  }

  Browser.Page make(String kind, Map<String, String> fields) {
    var path = "/setup/" + kind + "/new";
    return browser.post(browser.get(path), path, fields);
  }

  JsonNode kept(String kind, String key, String name) throws IOException, InterruptedException {
    for (var one : shop.admin.get("/" + kind + "/?limit=500").path("items")) {
      if (one.path(key).asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no " + name);
  }

  String path(String kind, String key, String name) throws IOException, InterruptedException {
    return "/setup/" + kind + "/" + kept(kind, key, name).path("_id").asText();
  }

  /// Goes on from a page that asks.
  Browser.Page confirmed(String path, String sentence) {
    var asked = browser.get(path);
    assertTrue(asked.has(sentence), asked.html());
    return browser.post(asked, path, Map.of());
  }
}
