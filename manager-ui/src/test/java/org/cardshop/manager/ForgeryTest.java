package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForgeryTest {
  private final Shop shop;

  ForgeryTest() throws Exception {
    shop = new Shop();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aPostWithoutTheFormsTokenDoesNothing() throws Exception {
    var id = shop.order("A school");
    var browser = shop.signedIn();
    assertEquals(403, browser.postRaw("/orders/" + id + "/cancel", Map.of()).status());
    assertEquals(403, browser.postRaw("/orders/new", Shop.form()).status());
    assertEquals(403, browser.postRaw("/sign-out", Map.of()).status());
    assertEquals("pending_creator", shop.admin.get("/orders/" + id).path("status").asText());
    assertEquals(1, shop.admin.get("/orders/").at("/meta/count").asInt());
    assertEquals("/orders", browser.get("/orders").path());
  }

  @Test
  void nobodyIsSignedInByAForeignPage() {
    var login = Map.of("username", "admin", "password", Shop.ADMIN_PASSWORD);
    assertEquals("/sign-in", shop.browser().postRaw("/sign-in", login).path());
    var browser = shop.browser();
    assertEquals(401, browser.postRaw("/sign-in", login).status());
    assertEquals("/sign-in", browser.get("/orders").path());
  }

  @Test
  void aFormThatAForeignPageSendsIsRefusedAndNotKept() throws Exception {
    var browser = shop.signedIn();
    for (var foreign :
        List.of(
            browser.with("Sec-Fetch-Site", "cross-site"),
            browser.with("Sec-Fetch-Site", "same-site"),
            browser.with("Origin", "https://evil.example"),
            browser.with("Origin", "null"),
            shop.browser().with("Origin", "https://evil.example"))) {
      var page = foreign.postRaw("/orders/new", Shop.form());
      assertEquals(403, page.status());
      assertFalse(page.has("A school"), page.html());
      assertEquals(403, foreign.postRaw("/sign-in", Map.of()).status());
    }
    var page = browser.get("/orders/new");
    var own = browser.with("Sec-Fetch-Site", "same-origin");
    assertTrue(own.placeOrder(page, Shop.form(), "").has("The order was placed."));
  }

  @Test
  void theTokenOfAnotherBrowserIsRefused() throws Exception {
    var id = shop.order("A school");
    var theirs = shop.signedIn().get("/orders/" + id);
    assertEquals(403, shop.signedIn().post(theirs, "/orders/" + id + "/cancel", Map.of()).status());
  }

  @Test
  void whatAClientIsCalledCannotBecomePartOfThePage() throws Exception {
    var evil = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    var browser = shop.signedIn();
    var form = Shop.form();
    form.put("client.name", evil);
    form.put("config", Shop.RECIPE + "offspot:\n  note: </textarea></pre><b>\n");
    var order = browser.placeOrder(form, "");
    form.put("quantity", "none");
    for (var page : List.of(order, browser.get("/orders"), browser.placeOrder(form, ""))) {
      assertTrue(page.has("alert(1)"), page.html());
      assertFalse(
          page.html().replaceAll("<script src=\"/assets/[^\"]*\" defer>", "").contains("<script"),
          page.html());
      assertFalse(page.has("<img src=x"), page.html());
      assertFalse(page.has("<b>"), page.html());
    }
  }

  @Test
  void noPageMayRunScriptsButOurOwnFiles() throws Exception {
    var id = shop.order("A school");
    var browser = shop.signedIn();
    for (var path :
        List.of(
            "/sign-in", "/orders", "/orders/new", "/orders/" + id, "/bench", "/account", "/x")) {
      var page = browser.get(path);
      var policy = page.header("Content-Security-Policy");
      assertTrue(
          policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), path);
      assertTrue(policy.contains("base-uri 'none'; frame-ancestors 'none'"), path);
      assertFalse(policy.contains("unsafe"), policy);
      var foreign = page.html().replaceAll("<script src=\"/assets/[^\"]*\" defer></script>", "");
      assertFalse(foreign.contains("<script"), path);
      assertFalse(page.has(" style=") || page.html().matches("(?s).* on[a-z]+=.*"), path);
      assertFalse(page.has("src=\"http") || page.has("<link rel=\"stylesheet\" href=\"http"), path);
      assertEquals("no-store", page.header("Cache-Control"), path);
      assertEquals("nosniff", page.header("X-Content-Type-Options"), path);
      assertEquals("same-origin", page.header("Referrer-Policy"), path);
      assertTrue(
          page.header("Permissions-Policy").startsWith("camera=(self), microphone=()"), path);
      assertEquals("text/html;charset=utf-8", page.header("Content-Type"), path);
    }
  }

  @Test
  void htmxRunsNoTextAsCodeAndKeepsNoPages() {
    var page = shop.browser().get("/sign-in");
    for (var setting :
        List.of(
            "\"allowEval\":false",
            "\"allowScriptTags\":false",
            "\"includeIndicatorStyles\":false",
            "\"historyCacheSize\":0")) {
      assertTrue(page.has(setting), setting);
    }
  }

  @Test
  void theTokenOfFormsIsAnotherOnEachPage() {
    var browser = shop.signedIn();
    assertNotEquals(browser.get("/orders").formToken(), browser.get("/orders").formToken());
  }
}
