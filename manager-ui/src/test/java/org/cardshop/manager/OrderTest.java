package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderTest {
  private final Shop shop;
  private final Browser browser;

  OrderTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void anOrderPlacedByTheFormAppearsWithWhatItWaitsFor() {
    var page = browser.placeOrder(Shop.form(), "");
    assertEquals(200, page.status());
    assertTrue(page.path().startsWith("/orders/"), page.path());
    assertTrue(page.has("The order was placed."));
    assertTrue(page.has("pending_creator"));
    assertTrue(page.has("No creator of the channel cardshop has ever reported."));
    assertTrue(page.has("https://example.org/base.img"));
    assertTrue(page.has("sse-connect=\"" + page.path() + "/live?of="), page.html());

    var list = browser.get("/orders");
    assertTrue(list.has("A school"));
    assertTrue(list.has("0 / 2"));
    assertTrue(list.has("No creator of the channel cardshop has ever reported."));
    assertFalse(browser.get(page.path()).has("The order was placed."), "said once");
  }

  @Test
  void aRecipeMayComeAsAFile() throws Exception {
    var form = Shop.form();
    form.put("config", "");
    var page = browser.placeOrder(form, Shop.RECIPE);
    var order = shop.admin.get(page.path());
    assertEquals("https://example.org/base.img", order.at("/config/base/source").asText());
  }

  @Test
  void aWrongRecipeShowsItsProblemsAndKeepsTheText() throws Exception {
    var form = Shop.form();
    form.put("config", "bass: {}\n");
    form.put("client.name", "A certain school");
    var page = browser.placeOrder(form, "");
    assertEquals(400, page.status());
    assertTrue(page.has("bass: "), page.html());
    assertTrue(page.has("base: "), page.html());
    assertTrue(page.has("bass: {}\n</textarea>"), page.html());
    assertTrue(page.has("value=\"A certain school\""));
    assertEquals(0, shop.admin.get("/orders/").at("/meta/count").asInt());
  }

  @Test
  void whatIsNotYamlIsSaidWithItsLineAndSoIsAllElse() {
    var form = Shop.form();
    form.put("config", "base: [\n");
    form.put("quantity", "many");
    form.remove("recipient.country");
    var page = browser.placeOrder(form, "");
    assertEquals(400, page.status());
    assertTrue(page.has("this is not YAML"), page.html());
    assertTrue(page.has("must be a whole number from 1 to 1000."), page.html());
    assertTrue(page.has("value=\"many\""));
    assertTrue(page.has("is missing; it must be"), page.html());
    assertTrue(page.has("base: [\n"));
  }

  @Test
  void aFormWithoutARecipeSaysSo() {
    var form = Shop.form();
    form.put("config", " ");
    assertTrue(browser.placeOrder(form, "").has("paste a recipe or choose its file."));
  }

  @Test
  void whatWasTypedRunsInNobodysBrowser() throws Exception {
    var script = "<script>alert(1)</script>";
    var attribute = "\" onmouseover=\"alert(1)";
    var form = Shop.form();
    form.put("client.name", script);
    form.put("recipient.name", attribute);
    form.put("recipient.address", "{{7*7}}${7*7}" + script);
    var placed = browser.placeOrder(form, "");
    form.put("quantity", script);
    for (var page : List.of(placed, browser.get("/orders"), browser.placeOrder(form, ""))) {
      assertFalse(page.html().contains(script), page.html());
      assertFalse(page.html().contains("=\"" + attribute), page.html());
    }
    assertTrue(placed.html().contains("&lt;script&gt;alert(1)"), placed.html());
    assertTrue(placed.html().contains("{{7*7}}${7*7}"), placed.html());
  }

  @Test
  void aRecipeThatIsTooLargeIsRefusedWithASentence() {
    var page = browser.placeOrder(Shop.form(), "#".repeat(300 << 10));
    assertEquals(413, page.status());
    assertTrue(page.has("at most 256 KiB"), page.html());
  }

  @Test
  void theSameFormSentTwiceIsOneOrder() throws Exception {
    var form = browser.get("/orders/new");
    var first = browser.placeOrder(form, Shop.form(), "");
    assertEquals(first.path(), browser.placeOrder(form, Shop.form(), "").path());
    assertEquals(1, shop.admin.get("/orders/").at("/meta/count").asInt());
  }

  @Test
  void aListIsFilteredAndPaged() throws Exception {
    for (int i = 0; i < 21; i++) {
      shop.order("Client number " + i + ".");
      shop.clock.pass(Duration.ofSeconds(1));
    }
    var first = browser.get("/orders");
    assertTrue(first.has("Page 1 of 2, entries: 21"));
    assertFalse(first.has("Client number 0."));
    var second = browser.get("/orders?status=pending_creator&page=2");
    assertTrue(second.has("Client number 0."));
    assertFalse(second.has("Client number 1."));
    assertTrue(browser.get("/orders?status=shipped").has("There is no such order."));
  }

  @Test
  void anOrderIsCancelledAndNotAgain() throws Exception {
    var path = "/orders/" + shop.order("A school");
    var asked = browser.post(browser.get(path), path + "/cancel", Map.of());
    assertTrue(asked.has("Work on this order stops"), asked.html());
    assertEquals("pending_creator", shop.admin.get(path).path("status").asText());
    var page = browser.post(asked, path + "/cancel", Map.of("sure", "yes"));
    assertTrue(page.has("The order was canceled."));
    assertFalse(page.has("Cancel order"));
  }

  @Test
  void aFailedImageIsBuiltAgain() throws Exception {
    var id = shop.order("A school");
    var failure = new Failure(Failure.Status.FAILED_TO_BUILD, "No base image.");
    shop.tell(id, new OrderEvent.TaskDiscarded(TaskKind.CREATE, 1, failure));
    var path = "/orders/" + id;
    var page = browser.get(path);
    assertTrue(page.has("The image could not be made: No base image."));
    assertTrue(page.has("Build again"));
    var retried = browser.post(page, path + "/retry", Map.of("what", "create"));
    assertTrue(retried.has("It is tried again."));
    assertTrue(retried.has("pending_creator"));
  }

  @Test
  void anOrderWithEveryCardVerifiedIsShipped() throws Exception {
    var id = shop.order("A school");
    shop.imageStored(id);
    shop.tell(id, new OrderEvent.CardVerified(1, new Product.Card("sd-1", "A-01", 1, 0)));
    var path = "/orders/" + id;
    var page = browser.get(path);
    assertTrue(page.has("1 of 1 verified"), page.html());
    assertTrue(page.has("ftp://down.example.org:2121/images/cardshop/image.img"));
    var shipped = browser.post(page, path + "/ship", Map.of("shipment_details", "DHL 00340"));
    assertTrue(shipped.has("The order is marked as shipped."), shipped.html());
    assertTrue(shipped.has("DHL 00340"));
  }

  @Test
  void whatCannotFollowIsSaidOnTheOrdersPage() throws Exception {
    var path = "/orders/" + shop.order("A school");
    var page =
        browser.post(browser.get(path), path + "/ship", Map.of("shipment_details", "DHL 00340"));
    assertEquals(path, page.path());
    assertTrue(page.has("There is nothing to ship yet: the image is being made."));
  }

  @Test
  void aCardBeingWrittenShowsItsSlotAndHowFarItIs() throws Exception {
    var id = shop.order("A school");
    shop.imageStored(id);
    var progress = Json.object().put("step", "writing").put("done", 25).put("total", 100);
    shop.cardAt(id, WriteStep.WRITING, progress);
    var page = browser.get("/orders/" + id);
    assertTrue(page.has("<bdi class=\"name\">writer-1</bdi>, slot A-01"), page.html());
    assertTrue(page.has("25 %"));
    assertFalse(page.has("a second"), "nobody knows how fast");
  }

  @Test
  void aCardWhoseSpeedIsKnownSaysItAndTheTimeThatIsLeft() throws Exception {
    var id = shop.order("A school");
    shop.imageStored(id);
    var progress = Json.object().put("step", "writing").put("done", 1_000_000_000L);
    progress.put("total", 4_000_000_000L).put("rate", 20_000_000);
    shop.cardAt(id, WriteStep.WRITING, progress);
    var page = browser.get("/orders/" + id);
    assertTrue(page.has("20.0 MB a second"), page.html());
    assertTrue(page.has("about 3 min left"), page.html());
  }

  @Test
  void theNewestLinesOfTheLogStandOnThePageAndAllInAFile() throws Exception {
    var id = shop.order("A school");
    shop.imageStored(id);
    var task = shop.cardAt(id, WriteStep.WRITING, Json.object());
    for (int i = 1; i <= 70; i++) {
      shop.log(task, "line <" + i + ">");
      shop.clock.pass(Duration.ofSeconds(1));
    }
    var page = browser.get("/orders/" + id);
    assertTrue(page.has("<bdi>line &lt;70&gt;</bdi>"), page.html());
    assertFalse(page.has("line &lt;10&gt;"), page.html());
    var file = browser.get("/orders/" + id + "/log.txt");
    assertTrue(file.header("Content-Type").startsWith("text/plain"), file.header("Content-Type"));
    assertTrue(file.has(" card 1: line <1>\n"), file.html());
    assertEquals(70, file.html().lines().count());
  }

  @Test
  void clientsSeeTheirOwnOrdersAndNoButtons() throws Exception {
    var others = shop.order("A school");
    shop.user("carla", "client");
    var carla = shop.browser();
    carla.signIn("carla", Shop.PASSWORD);
    var form = Shop.form();
    form.remove("channel");
    var own = carla.placeOrder(form, "");
    assertTrue(own.has("The order was placed."), own.html());
    assertFalse(own.has("Cancel order"));
    assertFalse(own.has("href=\"/bench\""));
    assertEquals(404, carla.get("/orders/" + others).status());
    assertEquals(403, carla.get("/bench").status());
    assertEquals(403, carla.post(own, own.path() + "/cancel", Map.of()).status());
  }

  @Test
  void anEndedOrderIsAnonymisedAfterAQuestionAndNoOther() throws Exception {
    var path = "/orders/" + shop.order("A certain school");
    var sure = Map.of("sure", "yes");
    var early = browser.post(browser.get(path), path + "/anonymize", sure);
    assertTrue(early.has("has not ended (pending_creator)"), early.html());
    browser.post(browser.get(path), path + "/cancel", sure);
    var asked = browser.post(browser.get(path), path + "/anonymize", Map.of());
    assertTrue(asked.has("This cannot be undone."), asked.html());
    assertTrue(browser.get(path).has("A certain school"));
    var done = browser.post(asked, path + "/anonymize", sure);
    assertTrue(done.has("The order names nobody any more."), done.html());
    assertFalse(done.has("A certain school"), done.html());
  }

  @Test
  void anOrdersRecipeIsAFileAndTheOrderCanBePlacedAgain() throws Exception {
    var path = browser.placeOrder(Shop.form(), "").path();
    var file = browser.get(path + "/recipe.yaml");
    assertTrue(file.header("Content-Disposition").startsWith("attachment; filename=\"recipe-"));
    assertTrue(file.has("https://example.org/base.img"), file.html());
    var again = browser.get(path.replace("/orders/", "/orders/new?from="));
    assertTrue(again.has("https://example.org/base.img"), again.html());
    for (var typed : List.of("A school", "head@school.example", "1 Road", "2", "FR")) {
      assertTrue(again.has("value=\"" + typed + "\""), typed + again.html());
    }
    assertEquals(404, browser.get("/orders/new?from=" + "f".repeat(24)).status());
  }

  @Test
  void aVerifiedCardIsShownWithItsLabelAndMediumAndWhoDidWhat() throws Exception {
    var id = shop.order("A school");
    shop.verified(id, "sd-<1>");
    var page = browser.get("/orders/" + id);
    assertTrue(page.has("A-01-0001"), page.html());
    assertTrue(page.has("e3b0c44298fc1c14…"), page.html());
    assertTrue(page.has("<bdi>sd-&lt;1&gt;</bdi>"), page.html());
    assertTrue(page.has("<td><bdi>admin</bdi></td>"), page.html());
    assertTrue(page.has("/orders/" + id + "/labels"), page.html());
  }
}
