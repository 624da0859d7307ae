package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageTest {
  private final Shop shop;
  private final Browser browser;

  ImageTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private String stored(String client) throws IOException, InterruptedException {
    var order = shop.order(client);
    shop.imageStored(order);
    return order;
  }

  /// An order whose image is offered for two weeks.
  private String offered() throws IOException, InterruptedException {
    var order = Json.object().put("quantity", 1).put("units", 1).put("channel", "cardshop");
    order.putObject("config").putObject("base").put("source", "https://example.org/base.img");
    order
        .putObject("sd_card")
        .put("name", "image")
        .put("type", "virtual")
        .put("size", 8)
        .put("duration", 14);
    order.putObject("client").put("name", "A school").put("email", "head@school.example");
    order
        .putObject("recipient")
        .put("name", "Ms Head")
        .put("address", "1 Road")
        .put("country", "FR");
    var id = shop.admin.post("/orders/", order).path("_id").asText();
    shop.imageStored(id);
    return id;
  }

  @Test
  void anEmptyWarehouseIsSaidSo() {
    assertTrue(browser.get("/images").has("No image lies in a warehouse."));
  }

  @Test
  void eachImageSaysWhoNeedsItUntilWhen() throws Exception {
    var order = stored("<script>alert(1)</script>");
    shop.order("A school without an image");
    var page = browser.get("/images");
    assertTrue(page.has("<bdi>image</bdi>"), page.html());
    assertTrue(page.has("8.0 GB"), page.html());
    assertTrue(page.has("e3b0c44298fc"), page.html());
    assertTrue(page.has("/orders/" + order), page.html());
    assertTrue(page.has("until its cards are made"), page.html());
    assertFalse(page.has("<script>alert"), page.html());
    assertFalse(page.has("without an image"), page.html());
  }

  @Test
  void anOfferedImageIsKeptLonger() throws Exception {
    var order = offered();
    var before = shop.admin.get("/orders/" + order).path("image_until").asText();
    var form = browser.get("/images/" + order + "/keep");
    var after = browser.post(form, "/images/" + order + "/keep", Map.of("days", "30"));
    assertEquals("/images", after.path());
    assertTrue(after.has("The image is kept longer."), after.html());
    var until = shop.admin.get("/orders/" + order).path("image_until").asText();
    assertTrue(until.compareTo(before) > 0, until);
  }

  @Test
  void daysThatAreNoneAreRefusedAtTheField() throws Exception {
    var order = offered();
    var form = browser.get("/images/" + order + "/keep");
    var after = browser.post(form, "/images/" + order + "/keep", Map.of("days", "many"));
    assertEquals(400, after.status());
    assertTrue(after.has("id=\"days-problem\""), after.html());
    assertTrue(after.has("value=\"many\""), after.html());
  }

  @Test
  void whoeverDeletesIsToldBeforeThatTheOrderIsCanceled() throws Exception {
    var order = stored("A school");
    var asked = browser.get("/images/" + order + "/delete");
    assertTrue(asked.has("The order of A school is canceled"), asked.html());
    var after = browser.post(asked, "/images/" + order + "/delete", Map.of());
    assertTrue(after.has("The order is canceled; its image is deleted."), after.html());
    assertEquals("canceled", shop.admin.get("/orders/" + order).path("status").asText());
  }

  @Test
  void anImageWhoseCardsAreBeingMadeIsNotKeptForDays() throws Exception {
    var order = stored("A school");
    assertFalse(browser.get("/images").has("/images/" + order + "/keep"));
    var form = browser.get("/images/" + order + "/keep");
    var after = browser.post(form, "/images/" + order + "/keep", Map.of("days", "30"));
    assertEquals(409, after.status());
    assertTrue(after.has("class=\"problem\""), after.html());
  }
}
