package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private final Shop shop;
  private final Browser browser;

  SignInTest() throws Exception {
    shop = new Shop();
    browser = shop.browser();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aWrongPasswordStaysAtTheDoorAndSaysWhy() {
    var page = browser.signIn("admin", "wrong password");
    assertEquals(401, page.status());
    assertTrue(page.has("User name or password is wrong."));
    assertTrue(page.has("name=\"password\" type=\"password\""), page.html());
    assertTrue(page.has("value=\"admin\""));
    assertFalse(page.has("wrong password\""));
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void theRightPasswordOpensTheOrders() {
    var page = browser.signIn("admin", Shop.ADMIN_PASSWORD);
    assertEquals(200, page.status());
    assertEquals("/orders", page.path());
    assertTrue(page.has("Sign out"));
  }

  @Test
  void whoeverComesByALinkGoesOnThereAfterSigningIn() throws Exception {
    var order = "/orders/" + shop.order("A school");
    var door = browser.get(order);
    assertEquals("/sign-in", door.path());
    assertTrue(door.has("value=\"" + order + "\""));
    var fields = Map.of("username", "admin", "password", Shop.ADMIN_PASSWORD, "to", order);
    assertEquals(order, browser.post(door, "/sign-in", fields).path());
  }

  @Test
  void aLinkToElsewhereIsNotFollowed() {
    for (var to : new String[] {"//example.org", "/\\example.org", "https://example.org"}) {
      var fields = Map.of("username", "admin", "password", Shop.ADMIN_PASSWORD, "to", to);
      assertEquals("/orders", browser.post(browser.get("/sign-in"), "/sign-in", fields).path());
    }
  }

  @Test
  void theCookieIsForTheServerOnlyAndNewWithEachSignIn() {
    var header = browser.get("/sign-in").header("Set-Cookie");
    assertTrue(header.contains("HttpOnly"), header);
    assertTrue(header.contains("SameSite=Lax"), header);
    assertTrue(header.contains("Path=/"), header);
    var before = browser.cookie();
    var page = browser.signIn("admin", Shop.ADMIN_PASSWORD);
    assertNotEquals(before, browser.cookie());
    assertFalse(page.has(browser.cookie()));
  }

  @Test
  void overHttpsTheCookieIsBoundToItsHost() {
    var proxied = browser.with("X-Forwarded-Proto", "https");
    assertTrue(proxied.get("/sign-in").header("Set-Cookie").startsWith("cardshop="), "not trusted");
    shop.proxied(port -> {
      var header =
          new Browser(port).with("X-Forwarded-Proto", "https").get("/sign-in").header("Set-Cookie");
      assertTrue(header.startsWith("__Host-cardshop="), header);
      assertTrue(header.contains("Path=/") && header.contains("Secure"), header);
      assertTrue(header.contains("HttpOnly") && header.contains("SameSite=Lax"), header);
      assertFalse(header.contains("Domain"), header);
    });
  }

  @Test
  void aSessionThatSomebodyBroughtAlongIsNotUsed() {
    var attacker = shop.browser();
    attacker.get("/sign-in");
    browser.get("/sign-in");
    browser.useCookie(attacker.cookie());
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    assertEquals("/sign-in", attacker.get("/orders").path());
  }

  @Test
  void aCookieThatWasMadeUpOrChangedIsNobodys() {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var cookie = browser.cookie();
    var end = cookie.charAt(cookie.length() / 2) == 'A' ? "B" : "A";
    for (var wrong :
        List.of(
            "x",
            "",
            "%",
            cookie.substring(0, cookie.length() / 2)
                + end
                + cookie.substring(cookie.length() / 2 + 1))) {
      browser.useCookie(wrong);
      assertEquals("/sign-in", browser.get("/orders").path(), wrong);
    }
    browser.useCookie(cookie);
    assertEquals("/orders", browser.get("/orders").path());
  }

  @Test
  void everyManagerWithTheSameKeyKnowsWhoIsSignedIn() throws Exception {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    try (var other = shop.another(Optional.of(Shop.COOKIE_KEY))) {
      var page = browser.at(other.port()).get("/orders/new");
      assertEquals("/orders/new", page.path());
      assertTrue(browser.placeOrder(page, Shop.form(), "").has("The order was placed."));
    }
    try (var stranger = shop.another(Optional.empty())) {
      assertEquals("/sign-in", browser.at(stranger.port()).get("/orders").path());
    }
  }

  @Test
  void twoManagersRenewTheSameTokensAtOnce() throws Exception {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var cookie = browser.cookie();
    shop.clock.pass(Duration.ofHours(2));
    try (var other = shop.another(Optional.of(Shop.COOKIE_KEY))) {
      assertEquals("/orders", browser.get("/orders").path());
      browser.useCookie(cookie);
      assertEquals("/orders", browser.at(other.port()).get("/orders").path());
      assertEquals("/orders", browser.get("/orders").path());
    }
  }

  @Test
  void anAnswerThatWasNotWaitedForSignsNobodyOut() {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var cookie = browser.cookie();
    shop.clock.pass(Duration.ofHours(2));
    browser.get("/orders");
    shop.clock.pass(Duration.ofMinutes(3));
    browser.useCookie(cookie);
    assertEquals("/orders", browser.get("/orders").path());
    assertNotEquals(cookie, browser.cookie());
    shop.clock.pass(Duration.ofHours(3));
    browser.useCookie(cookie);
    assertEquals("/orders", browser.get("/orders").path());
  }

  @Test
  void signingOutLeavesNothingInTheBrowser() {
    var page = browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var answer = browser.unfollowed().post(page, "/sign-out", Map.of());
    assertEquals("\"cache\", \"storage\"", answer.header("Clear-Site-Data"));
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void signingOutEndsTheSessionOnTheServer() {
    var page = browser.signIn("admin", Shop.ADMIN_PASSWORD);
    var cookie = browser.cookie();
    assertEquals("/sign-in", browser.post(page, "/sign-out", Map.of()).path());
    browser.useCookie(cookie);
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void anAccessTokenThatExpiredIsRenewedUnnoticed() {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    for (int i = 0; i < 3; i++) {
      shop.clock.pass(Duration.ofHours(2));
      assertEquals("/orders", browser.get("/orders").path());
    }
  }

  @Test
  void anIdleSessionEnds() {
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    shop.clock.pass(Duration.ofHours(13));
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void machinesAreSentAway() throws Exception {
    shop.user("writer-1", "writer");
    assertEquals(403, browser.signIn("writer-1", Shop.PASSWORD).status());
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void aUserWhoWasDeactivatedIsSentToTheDoor() throws Exception {
    shop.user("olga", "operator");
    browser.signIn("olga", Shop.PASSWORD);
    for (var user : shop.admin.get("/users/").path("items")) {
      if (user.path("username").asText().equals("olga")) {
        shop.admin.patch("/users/" + user.path("_id").asText(), Json.object().put("active", false));
      }
    }
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void aPartOfAPageThatIsAskedForWithoutASessionLeadsThePageToTheDoor() {
    var part =
        browser
            .with("HX-Request", "true")
            .with("HX-Current-URL", "http://127.0.0.1/orders?page=2")
            .get("/orders");
    assertEquals("/sign-in?to=%2Forders%3Fpage%3D2", part.header("HX-Redirect"));
    assertEquals("", part.html());
  }
}
