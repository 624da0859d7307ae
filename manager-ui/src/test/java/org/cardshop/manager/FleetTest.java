package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {
  private final Shop shop;
  private final Browser browser;

  FleetTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    var order = shop.order("A school");
    shop.imageStored(order);
    var progress = Json.object().put("slot", "A-01").put("asks", "insert").put("why", "");
    shop.cardAt(order, WriteStep.WAITING_FOR_CARD, progress);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private Browser.Page tell(String what) {
    return browser.post(browser.get("/fleet"), "/fleet/workers/writer-1/" + what, Map.of());
  }

  @Test
  void eachHostSaysHowItIsAndWhatItsSlotsDo() {
    var page = browser.get("/fleet");
    assertTrue(page.has("<bdi>writer-1</bdi>"), page.html());
    assertTrue(page.has("<bdi class=\"name\">A-01</bdi></td><td><bdi>busy</bdi>"), page.html());
    assertTrue(page.has("online"), page.html());
    assertFalse(page.has("clock is off"), page.html());
  }

  @Test
  void eachWarehouseSaysWhereItIsAndWhetherSomebodyAnswersThere() {
    var page = browser.get("/fleet");
    assertTrue(page.has("<h2>Warehouses</h2>"), page.html());
    assertTrue(page.has("not asked yet"), page.html());
    assertTrue(page.has("ftp://up.example.org:2121"), page.html());
  }

  @Test
  void aCordonedWorkerSaysByWhomUntilItIsUncordoned() throws Exception {
    var after = tell("cordon");
    assertTrue(after.has("writer-1 gets no new tasks"), after.html());
    assertTrue(after.has("Cordoned by"), after.html());
    assertTrue(shop.admin.get("/workers/writer-1").path("cordoned").asBoolean());
    assertTrue(tell("uncordon").has("writer-1 gets tasks again."));
    assertFalse(shop.admin.get("/workers/writer-1").path("cordoned").asBoolean());
  }

  @Test
  void whoeverDrainsIsToldBeforeWhatHappens() {
    var asked = browser.get("/fleet/workers/writer-1/drain");
    assertTrue(asked.has("finishes or hands back what it has"), asked.html());
    assertFalse(shop.told.all().contains("drain writer-1"));
    var after = browser.post(asked, "/fleet/workers/writer-1/drain", Map.of());
    assertEquals("/fleet", after.path());
    assertTrue(after.has("drained"), after.html());
    assertTrue(shop.told.all().contains("drain writer-1"));
  }

  @Test
  void aWorkerThatIsNotThereIsSaidSo() {
    var after = browser.post(browser.get("/fleet"), "/fleet/workers/nobody/cordon", Map.of());
    assertEquals("/fleet", after.path());
    assertTrue(after.has("role=\"alert\""), after.html());
    assertTrue(after.has("nobody"), after.html());
  }

  @Test
  void whatMachinesCallThemselvesIsTextOnly() {
    var evil = "<script>alert(1)</script>\"'><b>";
    shop.heard(evil, evil, List.of(new Worker.Slot(evil, "busy", evil, 1, evil)));
    var path = "/fleet/workers/" + Pages.encoded(evil);
    var pages = new ArrayList<>(List.of(browser.get("/fleet"), browser.get(path + "/drain")));
    pages.add(browser.post(pages.getFirst(), path + "/cordon", Map.of()));
    shop.clock.pass(Duration.ofMinutes(30));
    shop.heard(Shop.WRITER, "cardshop", List.of());
    pages.add(browser.get("/health/factory"));
    for (var page : pages) {
      assertTrue(page.has("alert(1)"), page.html());
      assertFalse(page.has("<script>alert") || page.has("<b>") || page.has("\"'>"), page.html());
    }
  }

  @Test
  void whatWaitsAndWhatDiedIsSaidToo() throws Exception {
    shop.order("Another school");
    var page = browser.get("/fleet");
    assertTrue(page.has("What waits"), page.html());
    assertTrue(page.has("<td>creating images</td>\n<td>2</td>"), page.html());
    assertTrue(page.has("href=\"/fleet/dead-letters\""), page.html());
  }

  @Test
  void operatorsMayAndClientsMayNot() throws Exception {
    shop.user("olga", "operator");
    shop.user("carl", "client");
    var olga = shop.browser();
    olga.signIn("olga", Shop.PASSWORD);
    assertTrue(olga.get("/fleet").has("/fleet/workers/writer-1/drain"));
    var carl = shop.browser();
    carl.signIn("carl", Shop.PASSWORD);
    assertEquals(403, carl.get("/fleet").status());
    assertFalse(carl.get("/account").has("href=\"/fleet\""));
  }
}
