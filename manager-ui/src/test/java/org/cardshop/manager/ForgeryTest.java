package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    assertEquals(403, shop.browser().postRaw("/sign-in", login).status());
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
      assertFalse(page.has("<script"), page.html());
      assertFalse(page.has("<img"), page.html());
      assertFalse(page.has("<b>"), page.html());
    }
  }

  @Test
  void noPageMayRunScripts() throws Exception {
    var id = shop.order("A school");
    var browser = shop.signedIn();
    for (var path :
        List.of("/sign-in", "/orders", "/orders/new", "/orders/" + id, "/bench", "/x")) {
      var page = browser.get(path);
      var policy = page.header("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'none';"), path);
      assertFalse(policy.contains("script-src") || policy.contains("unsafe"), policy);
      assertFalse(page.has("<script") || page.has("style=") || page.has("onclick"), path);
      assertEquals("no-store", page.header("Cache-Control"), path);
    }
  }
}
