package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// One shop for all: each fact has its own users there.
@TestInstance(Lifecycle.PER_CLASS)
class UserPagesTest {
  private Shop shop;
  private Browser browser;
  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    desk = new Desk(shop, browser);
    shop.user("carl", "client");
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  @Test
  void aUserIsMadeGivenAnotherRoleAndAnotherPasswordAndSwitchedOff() throws Exception {
    var fields =
        Map.of(
            "username",
            "paula",
            "role",
            "operator",
            "channel",
            "cardshop",
            "password",
            Shop.PASSWORD);
    assertTrue(desk.make("users", fields).has("paula is saved."));
    assertEquals("/orders", desk.signedIn("paula").get("/orders").path());
    var path = desk.path("users", "username", "paula");
    var form = browser.get(path);
    assertFalse(form.has(Shop.PASSWORD) || form.has("name=\"password\""), form.html());
    browser.post(form, path, Map.of("role", "manager", "channel", "", "email", ""));
    assertEquals("manager", desk.kept("users", "username", "paula").path("role").asText());

    var ask = browser.get(path + "/password");
    assertTrue(ask.has("paula is signed out everywhere"), ask.html());
    var weak = browser.post(ask, path + "/password", Map.of("new_password", "short"));
    assertEquals(400, weak.status());
    assertTrue(weak.has("id=\"new_password-problem\""), weak.html());
    var fresh = "quite another long one";
    var done = browser.post(ask, path + "/password", Map.of("new_password", fresh));
    assertTrue(done.has("paula has a new password."), done.html());
    assertFalse(done.has(fresh), done.html());
    var old = shop.browser();
    assertEquals(401, old.signIn("paula", Shop.PASSWORD).status());

    assertTrue(desk.confirmed(path + "/off", "loses all API tokens").has("paula is switched off."));
    assertFalse(desk.kept("users", "username", "paula").path("active").asBoolean());
    assertTrue(browser.get("/setup/users").has("class=\"badge off\""));
  }

  @Test
  void nobodyLocksThemselvesOut() throws Exception {
    var path = desk.path("users", "username", "admin");
    assertEquals("/account", browser.get(path + "/password").path());
    var off = desk.confirmed(path + "/off", "signed out everywhere");
    assertTrue(off.has("You cannot deactivate yourself"), off.html());
    var deleted = desk.confirmed(path + "/delete", "gone for good");
    assertTrue(deleted.has("You cannot delete yourself"), deleted.html());
  }

  @Test
  void nothingIsDoneForAForeignPage() throws Exception {
    var user = desk.path("users", "username", "carl");
    for (var path :
        List.of(
            "/setup/media/new",
            user,
            user + "/off",
            user + "/on",
            user + "/delete",
            user + "/password",
            "/fleet/dead-letters/0123/send",
            "/fleet/dead-letters/0123/discard",
            "/orders/views",
            "/orders/views/remove")) {
      assertEquals(403, browser.postRaw(path, Map.of("name", "x")).status(), path);
    }
    assertTrue(desk.kept("users", "username", "carl").path("active").asBoolean());
  }

  @Test
  void theAuditSaysWhoDidWhatAndThatItIsWhole() throws Exception {
    shop.admin.post(
        "/media/", Json.object().put("name", "audited").put("type", "physical").put("size", 16));
    var page = browser.get("/setup/audit?by=admin&what=POST%20%2Fmedia");
    assertTrue(page.has("<code dir=\"ltr\">POST /media</code>"), page.html());
    assertTrue(page.has("\"name\" : \"audited\""), page.html());
    assertFalse(page.has(">POST /users<"), page.html());
    assertTrue(browser.get("/setup/audit?by=nobody").has("There is no such entry."));
    var refused = browser.get("/setup/audit?since=yesterday");
    assertEquals(200, refused.status());
    assertTrue(refused.has("must be a time") && refused.has("value=\"yesterday\""));
    var day = shop.clock.instant().toString().substring(0, 10);
    assertTrue(browser.get("/setup/audit?since=" + day + "&until=" + day).has(">POST /users<"));
    var verified = browser.get("/setup/audit/verification");
    assertTrue(verified.has("The audit is whole"), verified.html());
  }
}
