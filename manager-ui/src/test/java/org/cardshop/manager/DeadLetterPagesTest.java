package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.messaging.DeadLetter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterPagesTest {
  private static final String HERE = "/fleet/dead-letters";
  private static final String EVIL = "</pre><script>alert(1)</script>\"><b>";

  private final Shop shop;
  private final Browser browser;

  DeadLetterPagesTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private void bury(String id, String queue, byte[] body) {
    shop.told.bury(id, new DeadLetter(queue, "facts", "fact", body, "It cannot be read: " + EVIL));
  }

  @Test
  void eachSaysWhyAndFromWhereAndIsRead() {
    assertTrue(browser.get(HERE).has("There is none: every message was handled."));
    bury(
        "0a",
        "facts",
        ("{\"note\":\"" + EVIL.replace("\"", "\\\"") + "\"}").getBytes(StandardCharsets.UTF_8));
    bury("0b", "facts", new byte[] {(byte) 0xff, 0});
    var fleet = browser.get("/fleet");
    assertTrue(fleet.has("<bdi>2</bdi>"), fleet.html());
    assertTrue(fleet.has("href=\"" + HERE + "\""), fleet.html());
    var list = browser.get(HERE);
    assertTrue(list.has("href=\"" + HERE + "/0a\""), list.html());
    assertTrue(list.has("It cannot be read"), list.html());
    var letter = browser.get(HERE + "/0a");
    assertTrue(letter.has("\"note\" : "), letter.html());
    assertTrue(letter.has("alert(1)"), letter.html());
    for (var page : List.of(list, letter)) {
      assertFalse(page.has("<script>") || page.has("<b>"), page.html());
    }
    var binary = browser.get(HERE + "/0b");
    assertTrue(binary.has("in Base64") && binary.has("/wA="), binary.html());
    assertEquals(404, browser.get(HERE + "/0c").status());
  }

  @Test
  void oneIsSentAgainAndAnotherDiscardedAfterASentence() {
    bury("0a", "facts", new byte[0]);
    bury("0b", "facts", new byte[0]);
    var sent = browser.post(browser.get(HERE + "/0a"), HERE + "/0a/send", Map.of());
    assertEquals(HERE, sent.path());
    assertTrue(sent.has("The message was sent again."), sent.html());
    var asked = browser.get(HERE + "/0b/discard");
    assertTrue(asked.has("gone for good"), asked.html());
    var gone = browser.post(asked, HERE + "/0b/discard", Map.of());
    assertTrue(gone.has("The message is discarded."), gone.html());
    assertTrue(shop.told.all().contains("redrive 0a"));
    assertTrue(shop.told.all().contains("remove 0b"));
    var again = browser.post(asked, HERE + "/0b/discard", Map.of());
    assertTrue(again.has("role=\"alert\""), again.html());
  }

  @Test
  void oneThatNothingTakesStays() {
    bury("0a", "nowhere", new byte[0]);
    var after = browser.post(browser.get(HERE + "/0a"), HERE + "/0a/send", Map.of());
    assertTrue(after.has("role=\"alert\""), after.html());
    assertTrue(after.has("can be sent nowhere"), after.html());
    assertTrue(after.has(HERE + "/0a"), after.html());
  }

  @Test
  void clientsMayNotLook() throws Exception {
    shop.user("carl", "client");
    var carl = shop.browser();
    carl.signIn("carl", Shop.PASSWORD);
    assertEquals(403, carl.get(HERE).status());
  }
}
