package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackTest {
  /// The beginning of SHA-256 of `sd-1`.
  private static final String HASH = "762b0aa839faa80c";

  private final Shop shop;
  private final Browser browser;

  PackTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aCardOfTheOrderIsPackedAndTheWayLeadsToShipping() throws Exception {
    var order = shop.order("A school");
    shop.verified(order, "sd-1");
    var path = "/orders/" + order + "/pack";
    var good = browser.post(browser.get(path), path, Map.of("code", code(order), "packed", ""));
    assertTrue(good.has("A-01-0001 belongs into this parcel."), good.html());
    assertTrue(good.has("1 of 1 cards packed"), good.html());
    assertTrue(good.has("Go on to shipping"), good.html());
    var again =
        browser.post(
            good, path, Map.of("code", code(order), "packed", good.hidden().get("packed")));
    assertTrue(again.has("was scanned before") && again.has("1 of 1 cards packed"), again.html());
  }

  @Test
  void foreignAndUnverifiedCardsAndOtherTextsAreRefusedLoudly() throws Exception {
    var order = shop.order("A school");
    var other = shop.order("Another school");
    shop.verified(other, "sd-1");
    var path = "/orders/" + order + "/pack";
    var unverified = code(other).replace(other, order);
    var script = "<script>alert(1)</script>";
    var said =
        Map.of(
            code(other),
            "This card belongs to another order.",
            unverified,
            "This card is not verified for this order.",
            script,
            "This is not the code of a card");
    said.forEach((code, sentence) -> {
      var kept = Map.of("code", code, "packed", script + " " + code);
      var page = browser.post(browser.get(path), path, kept);
      assertTrue(page.has("<h2>NO</h2>"), page.html());
      assertTrue(page.has(sentence), page.html());
      assertTrue(page.has("0 of 1 cards packed"), page.html());
      assertFalse(page.has(script) || page.has("Go on to shipping"), page.html());
    });
  }

  @Test
  void labelsAndSlipAreServedWhereACardIsVerified() throws Exception {
    var order = shop.order("<script>alert(1)</script>");
    var path = "/orders/" + order;
    assertTrue(browser.get(path + "/labels").has("No card of this order is verified yet."));
    assertTrue(browser.get(path + "/labels.pdf").has("No card of this order is verified yet."));
    shop.verified(order, "sd-1");
    assertTrue(browser.get(path + "/labels").has("A4, 3 × 7 labels"));
    for (var file : List.of("/labels.pdf?sheet=roll_62", "/packing.pdf", "/labels.pdf?sheet=x")) {
      var pdf = browser.get(path + file);
      assertEquals("application/pdf", pdf.header("Content-Type"), file);
      assertTrue(pdf.html().startsWith("%PDF-"), file);
    }
  }

  @Test
  void packingIsOfWhoeverMaySeeTheOrder() throws Exception {
    var order = shop.order("A school");
    shop.user("carla", "client");
    var carla = shop.browser();
    carla.signIn("carla", Shop.PASSWORD);
    for (var page : List.of("/labels", "/labels.pdf", "/packing.pdf", "/pack")) {
      assertEquals(404, carla.get("/orders/" + order + page).status(), page);
    }
    var forged = browser.postRaw("/orders/" + order + "/pack", Map.of("code", "x"));
    assertEquals(403, forged.status());
  }

  /// As the label of the order's first card says it.
  private static String code(String order) {
    return "cardshop:" + order + ":1:" + HASH;
  }
}
