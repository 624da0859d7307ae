package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A session that ends while somebody types.
class KeptTest {
  private final Shop shop;
  private final Browser browser;

  KeptTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void whatWasTypedGoesThroughTheDoorAndIsSentAgain() throws Exception {
    var form = Shop.form();
    form.put("client.name", "A \"school\" <of> ‘many’ & more\nlines");
    var page = browser.get("/orders/new");
    shop.clock.pass(Duration.ofHours(13));
    var door = browser.placeOrder(page, form, "");
    assertEquals(401, door.status());
    assertTrue(door.has("what you typed is kept"), door.html());
    assertEquals(0, shop.admin.get("/orders/").at("/meta/count").asInt());

    var kept = signInAt(door);
    assertTrue(kept.has("What you typed is kept"), kept.html());
    assertTrue(kept.has("action=\"/orders/new\""), kept.html());
    assertEquals(0, shop.admin.get("/orders/").at("/meta/count").asInt());

    var placed = browser.postRaw("/orders/new", kept.hidden());
    assertTrue(placed.has("The order was placed."), placed.html());
    var order = shop.admin.get(placed.path());
    assertEquals(form.get("client.name"), order.at("/client/name").asText());
  }

  @Test
  void aFileThatWasChosenIsKeptToo() throws Exception {
    var form = Shop.form();
    form.put("config", "");
    var page = browser.get("/orders/new");
    shop.clock.pass(Duration.ofHours(13));
    var kept = signInAt(browser.placeOrder(page, form, Shop.RECIPE));
    var placed = browser.postRaw("/orders/new", kept.hidden());
    assertEquals(
        "https://example.org/base.img",
        shop.admin.get(placed.path()).at("/config/base/source").asText());
  }

  @Test
  void aWrongPasswordAtTheDoorLosesNothingEither() {
    var page = browser.get("/orders/new");
    shop.clock.pass(Duration.ofHours(13));
    var door = browser.placeOrder(page, Shop.form(), "");
    var fields = new HashMap<>(door.hidden());
    fields.putAll(Map.of("username", "admin", "password", "not the password"));
    var still = browser.postRaw("/sign-in", fields);
    assertEquals(401, still.status());
    assertTrue(signInAt(still).has("A school"));
  }

  @Test
  void aSessionThatWasEndedElsewhereKeepsWhatIsTypedHere() throws Exception {
    var page = browser.get("/orders/new");
    var other = shop.signedIn();
    other.post(other.get("/account/sign-out"), "/account/sign-out", Map.of());
    var kept = signInAt(browser.placeOrder(page, Shop.form(), ""));
    var placed = browser.postRaw("/orders/new", kept.hidden());
    assertTrue(placed.has("The order was placed."), placed.html());
  }

  @Test
  void whoSignedInAnewInAnotherTabSendsTheOldFormWithOneMoreClick() throws Exception {
    var page = browser.get("/orders/new");
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var kept = browser.placeOrder(page, Shop.form(), "");
    assertEquals(403, kept.status());
    assertTrue(kept.has("What you typed is kept"), kept.html());
    assertEquals(0, shop.admin.get("/orders/").at("/meta/count").asInt());
    assertTrue(browser.postRaw("/orders/new", kept.hidden()).has("The order was placed."));
  }

  @Test
  void passwordsAreNotKept() {
    var page = browser.get("/account");
    shop.clock.pass(Duration.ofHours(13));
    var words =
        Map.of(
            "old_password", Shop.ADMIN_PASSWORD,
            "new_password", "another good password",
            "new_password_again", "another good password");
    var door = browser.post(page, "/account/password", words);
    assertEquals(401, door.status());
    assertFalse(door.has(Shop.ADMIN_PASSWORD) || door.has("another good password"), door.html());
  }

  @Test
  void aPlaceElsewhereIsNotWhereItIsSentTo() {
    var fields = new HashMap<>(shop.browser().get("/sign-in").hidden());
    fields.put("kept-path", "https://evil.example/");
    fields.put("kept:config", "secret");
    var other = shop.browser();
    fields.put("form_token", other.get("/sign-in").formToken());
    fields.putAll(Map.of("username", "admin", "password", Shop.ADMIN_PASSWORD));
    var page = other.postRaw("/sign-in", fields);
    assertEquals("/orders", page.path());
    assertFalse(page.has("evil.example"));
  }

  private Browser.Page signInAt(Browser.Page door) {
    var fields = new HashMap<>(door.hidden());
    fields.putAll(Map.of("username", "admin", "password", Shop.ADMIN_PASSWORD));
    return browser.postRaw("/sign-in", fields);
  }
}
