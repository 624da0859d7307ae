package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cardshop.manager.web.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderListTest {
  private final Shop shop;
  private final Browser browser;

  OrderListTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void wholeWordsFindAnOrderAndDaysAndNamesNarrowTheList() throws Exception {
    shop.order("Lycée Alpha");
    shop.clock.pass(Duration.ofDays(2));
    browser.signIn("admin", Shop.ADMIN_PASSWORD);
    shop.order("School Beta");
    var today = shop.clock.instant().toString().substring(0, 10);
    for (var query :
        List.of("q=beta", "since=" + today, "since=" + today + "&until=" + today + "&q=school")) {
      var page = browser.get("/orders?" + query);
      assertTrue(page.has("School Beta"), page.html());
      assertFalse(page.has("Alpha"), page.html());
    }
    for (var query : List.of("client.email=no%40body.example", "created_by=nobody", "channel=x")) {
      assertTrue(browser.get("/orders?" + query).has("There is no such order."), query);
    }
    assertTrue(browser.get("/orders").has("href=\"/orders?since=" + today + "\""));
  }

  @Test
  void aFilterThatTheSchedulerRefusesIsSaidAndKept() {
    var page = browser.get("/orders?since=yesterday&q=%22%3E%3Cscript%3Ealert(1)");
    assertEquals(200, page.status());
    assertTrue(page.has("must be a time"), page.html());
    assertTrue(page.has("value=\"yesterday\""), page.html());
    assertFalse(page.has("><script>alert(1)"), page.html());
  }

  @Test
  void theNextPageHasTheSameFilter() throws Exception {
    for (int i = 0; i < 21; i++) {
      shop.order("A & B school");
    }
    var page = browser.get("/orders?q=school&client.email=head%40school.example");
    var next = "/orders?q=school&amp;client.email=head%40school.example&amp;page=2";
    assertTrue(page.has("href=\"" + next + "\""), page.html());
    assertTrue(
        page.has("href=\"/orders.csv?q=school&amp;client.email=head%40school.example\""),
        page.html());
  }

  @Test
  void aFileForSpreadsheetsHasAllPagesOfTheFilteredList() throws Exception {
    for (int i = 0; i < 203; i++) {
      shop.order(i == 0 ? "=1+1" : "School");
    }
    shop.clock.pass(Duration.ofSeconds(1));
    var all = browser.get("/orders.csv");
    assertTrue(all.header("Content-Type").startsWith("text/csv"), all.header("Content-Type"));
    assertTrue(all.header("Content-Disposition").startsWith("attachment; filename=\"orders-"));
    assertEquals(204, all.html().lines().count());
    assertTrue(all.has(",'=1+1,"), all.html());
    assertEquals(1, browser.get("/orders.csv?status=shipped").html().lines().count());
  }

  @Test
  void aFilterThatIsGivenANameIsKeptForWhoeverNamedItUntilRemoved() throws Exception {
    var shown = browser.get("/orders?q=alpha&status=shipped");
    var named = "Sent <b>\"alpha\"";
    var fields = Map.of("q", "alpha", "status", "shipped", "name", named);
    var after = browser.post(shown, "/orders/views", fields);
    assertEquals("/orders", after.path());
    var link = "href=\"/orders?q=alpha&amp;status=shipped\" aria-current=\"page\"";
    assertTrue(after.has(link), after.html());
    assertTrue(browser.get("/orders").has("Sent &lt;b&gt;"));
    assertFalse(after.has("<b>"), after.html());

    shop.user("olga", "operator");
    browser.post(browser.get("/orders"), "/sign-out", Map.of());
    browser.signIn("olga", Shop.PASSWORD);
    assertFalse(browser.get("/orders").has("Sent &lt;b&gt;"));
    browser.post(browser.get("/orders"), "/orders/views", Map.of("name", "hers", "q", "beta"));
    browser.post(browser.get("/orders"), "/sign-out", Map.of());
    browser.signIn("admin", Shop.ADMIN_PASSWORD);

    var asked = browser.get("/orders/views/remove?name=" + Pages.encoded(named));
    assertTrue(asked.has("The orders stay."), asked.html());
    var removed = browser.post(asked, "/orders/views/remove", asked.hidden());
    assertTrue(removed.has("is removed."), removed.html());
    assertFalse(browser.get("/orders").has("Sent &lt;b&gt;"));
  }

  @Test
  void namedFiltersAreBoundInNumberAndSize() {
    var none = browser.post(browser.get("/orders"), "/orders/views", Map.of("name", " "));
    assertTrue(none.has("Give the view a name"), none.html());
    for (int i = 0; i < 20; i++) {
      var kept =
          browser.post(browser.get("/orders"), "/orders/views", Map.of("name", "v" + i, "q", "a"));
      assertTrue(kept.has("is kept."), kept.html());
    }
    var more = browser.post(browser.get("/orders"), "/orders/views", Map.of("name", "more"));
    assertTrue(more.has("There is no room"), more.html());
    var again = Map.of("name", "v0", "q", "x".repeat(3_000));
    assertTrue(
        browser.post(browser.get("/orders"), "/orders/views", again).has("There is no room"));
    var wide = browser.with("User-Agent", "x".repeat(1_000));
    assertEquals(200, wide.get("/orders").status());
  }
}
