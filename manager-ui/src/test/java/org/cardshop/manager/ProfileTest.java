package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final String FRESH = "quite another secret";

  private final Shop shop;
  private final Browser browser;

  ProfileTest() throws Exception {
    shop = new Shop();
    shop.user("olga", "operator");
    browser = shop.browser();
    browser.signIn("olga", Shop.PASSWORD);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private Browser.Page change(String old, String fresh, String again) {
    return browser.post(
        browser.get("/account"),
        "/account/password",
        Map.of("old_password", old, "new_password", fresh, "new_password_again", again));
  }

  @Test
  void aNewPasswordSignsOutEverywhereButHere() {
    var elsewhere = shop.browser();
    elsewhere.signIn("olga", Shop.PASSWORD);
    var before = browser.cookie();
    var page = change(Shop.PASSWORD, FRESH, FRESH);
    assertTrue(page.has("Your password was changed."), page.html());
    assertEquals("/sign-in", elsewhere.get("/orders").path());
    assertEquals(401, elsewhere.signIn("olga", Shop.PASSWORD).status());
    browser.useCookie(before);
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void aPasswordThatIsRefusedIsSaidAtItsField() {
    assertTrue(change("no such one", FRESH, FRESH).has("is not your present password."));
    var weak = change(Shop.PASSWORD, "short", "short");
    assertEquals(400, weak.status());
    assertTrue(
        weak.has("aria-describedby=\"new_password-hint new_password-problem\""), weak.html());
    var differs = change(Shop.PASSWORD, FRESH, FRESH + "!");
    assertTrue(differs.has("is not the same as above."), differs.html());
    assertFalse(differs.has(FRESH));
    shop.clock.pass(Duration.ofMinutes(1));
    assertEquals(200, shop.browser().signIn("olga", Shop.PASSWORD).status());
  }

  @Test
  void allSessionsEndAfterAQuestion() {
    var elsewhere = shop.browser();
    elsewhere.signIn("olga", Shop.PASSWORD);
    var question = browser.get("/account/sign-out");
    assertTrue(question.has("All your sessions end"), question.html());
    assertEquals("/account", elsewhere.get("/account").path());
    assertEquals("/sign-in", browser.post(question, "/account/sign-out", Map.of()).path());
    assertEquals("/sign-in", elsewhere.get("/orders").path());
  }

  @Test
  void anApiTokenIsMadeShownOnceAndDeletedAfterAQuestion() throws Exception {
    var made =
        browser.post(
            browser.get("/account"),
            "/account/tokens",
            Map.of("name", "A <script>", "days", "90", "scopes", "read_orders"));
    var token = found(made, "<code class=\"secret\" dir=\"ltr\">([^<]+)</code>");
    assertEquals(200, shop.call("/orders/", token));
    assertEquals(403, shop.call("/tasks/", token));

    var page = browser.get("/account");
    assertFalse(page.has(token));
    assertTrue(page.has("A &lt;script&gt;"), page.html());
    var delete = found(page, "href=\"(/account/tokens/[0-9a-f]+/delete)\"");
    var question = browser.get(delete);
    assertTrue(question.has("are refused from now on"), question.html());
    assertEquals(200, shop.call("/orders/", token));
    assertTrue(browser.post(question, delete, Map.of()).has("The token was deleted."));
    assertEquals(401, shop.call("/orders/", token));
    assertTrue(browser.get(delete).has("There is no such token any more."));
  }

  @Test
  void whatATokenLacksIsSaidAtItsFieldAndTheRestKept() {
    var page =
        browser.post(
            browser.get("/account"),
            "/account/tokens",
            Map.of("name", "mine", "days", "0", "scopes", "read_orders"));
    assertEquals(400, page.status());
    assertTrue(page.has("days-problem"), page.html());
    assertTrue(page.has("value=\"mine\""));
    assertTrue(page.has("value=\"read_orders\" checked"), page.html());
  }

  private static String found(Browser.Page page, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(page.html());
    assertTrue(matcher.find(), page.html());
    return matcher.group(1);
  }

  @Test
  void anotherSessionIsEndedAndThisOneStays() {
    var elsewhere = shop.browser();
    elsewhere.signIn("olga", Shop.PASSWORD);
    var page = browser.get("/account");
    var end = Pattern.compile("/account/sessions/[^/\"]+/end").matcher(page.html());
    assertTrue(end.find(), page.html());
    var after = browser.post(page, end.group(), Map.of());
    assertTrue(after.has("That session is ended."), after.html());
    assertFalse(after.has("/account/sessions/"), after.html());
    assertEquals("/sign-in", elsewhere.get("/account").path());
    var again = browser.post(after, end.group(), Map.of());
    assertTrue(again.has("That session had ended already."), again.html());
  }
}
