package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final String AT = "?host=writer-1&slot=A-01";
  private static final Map<String, String> SURE = Map.of("sure", "yes");

  private final Shop shop;
  private final Browser browser;
  private final String order;

  BenchTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    order = shop.order("A school");
    shop.imageStored(order);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private static ObjectNode asks(String what) {
    return Json.object().put("slot", "A-01").put("asks", what).put("why", "");
  }

  private static ObjectNode confirm() {
    return asks("confirm").put("medium", "sd-1").put("size", 8_000_000_000L).put("card", "SanDisk");
  }

  private static Worker.Slot free(String name) {
    return new Worker.Slot(name, "free", "", 0, "");
  }

  /// Whether somebody who reads the page reads that.
  private static boolean says(Browser.Page page, String sentence) {
    return page.html().replaceAll("<[^>]+>", "").contains(sentence);
  }

  @Test
  void anEmptyFactorySaysWhatToDo() {
    assertTrue(browser.get("/bench").has("No writer host has reported yet."));
  }

  @Test
  void aSlotThatWaitsAsksForACardOfTheOrderedSize() {
    shop.cardAt(order, WriteStep.WAITING_FOR_CARD, asks("insert"));
    var page = browser.get("/bench");
    assertTrue(says(page, "Insert a card of 8 GB in A-01"), page.html());
    assertTrue(page.has("/orders/" + order));
    assertTrue(says(page, "A-02 is empty; nothing to do"));
    assertFalse(page.has("This card is in, write it"), page.html());
  }

  @Test
  void theCardInTheSlotIsConfirmedInOneTapUnderWhatIsErased() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var page = browser.get("/bench");
    assertTrue(
        page.has(
            "<strong>Everything on this card is erased:</strong> <bdi>SanDisk</bdi>, 8.0 GB</p>\n"
                + "<p><button"),
        page.html());
    var confirm = "/bench/" + task + "/confirm" + AT + "&medium=sd-1";
    assertTrue(page.has("formaction=\"" + confirm.replace("&", "&amp;") + "\""), page.html());
    var after = browser.post(page, confirm, Map.of());
    assertTrue(after.has("Confirmed: the card in A-01 is written now."), after.html());
    assertTrue(shop.told.all().contains("confirm writer-1 A-01 sd-1"));
  }

  @Test
  void aCardThatWasChangedSinceIsNotConfirmed() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var confirm = "/bench/" + task + "/confirm" + AT + "&medium=sd-0";
    var after = browser.post(browser.get("/bench"), confirm, Map.of());
    assertEquals("/bench", after.path());
    assertTrue(after.has("is another one now (sd-1); look again."), after.html());
    assertFalse(shop.told.all().contains("confirm writer-1 A-01 sd-0"));
  }

  @Test
  void aCardThatIsDoneWithMustComeOutAndABadOneIsDiscarded() {
    var done = asks("replace").put("medium", "sd-1").put("why", "this card is done with");
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, done);
    var page = browser.get("/bench");
    assertTrue(says(page, "Take the card out of A-01 and insert another one"), page.html());
    assertFalse(page.has("This card is in, write it"));
    shop.progress(task, done.put("bad", true));
    assertTrue(says(browser.get("/bench"), "Bad card in A-01: take it out, discard it"));
  }

  @Test
  void aVerifiedCardSaysItsLabelUntilItIsTakenOut() {
    shop.verified(order, "sd-1");
    var page = browser.get("/bench");
    assertTrue(says(page, "Good card in A-01: take it out, label A-01-0001"), page.html());
    shop.saw(Shop.WRITER, free("A-01"), free("A-02"));
    var after = browser.get("/bench");
    assertTrue(says(after, "A-01 is empty; nothing to do"), after.html());
    assertFalse(after.has("A-01-0001"), after.html());
  }

  @Test
  void aWrongCardIsLeftAloneAfterAQuestion() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var path = "/bench/" + task + "/wrong" + AT;
    var asked = browser.post(browser.get("/bench"), path, Map.of());
    assertTrue(asked.has("Nothing is written to this card. Take it out of A-01"), asked.html());
    assertFalse(shop.told.all().contains("bad card writer-1"));
    var after = browser.post(asked, path, SURE);
    assertTrue(after.has("Noted: take the card out of A-01"), after.html());
    assertTrue(shop.told.all().contains("bad card writer-1"));
    assertFalse(shop.told.all().contains("confirm writer-1 A-01 sd-1"));
  }

  @Test
  void aBadCardIsToldToTheWriterAfterAQuestion() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var path = "/bench/" + task + "/bad" + AT;
    var asked = browser.post(browser.get("/bench"), path, Map.of());
    assertTrue(asked.has("The card in A-01 is not used"), asked.html());
    assertFalse(shop.told.all().contains("bad card writer-1"));
    assertTrue(browser.post(asked, path, SURE).has("Noted: throw the card in A-01 away"));
    assertTrue(shop.told.all().contains("bad card writer-1"));
  }

  @Test
  void aSkippedSlotLosesItsTaskAfterAQuestion() throws Exception {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var path = "/bench/" + task + "/skip" + AT;
    var asked = browser.post(browser.get("/bench"), path, Map.of());
    assertTrue(asked.has("A card that is being written in A-01 stops half-way"), asked.html());
    assertFalse(shop.admin.get("/tasks/" + task).path("worker").isNull());
    var after = browser.post(asked, path, SURE);
    assertTrue(after.has("another slot as soon as one is free"), after.html());
    assertFalse(after.has("This card is in, write it"));
    assertTrue(shop.admin.get("/tasks/" + task).path("worker").isNull());
  }

  @Test
  void cardsArePutInAndTakenOutByButtons() {
    shop.saw(Shop.WRITER, free("A-01"), new Worker.Slot("A-02", "free", "sd-2", 8, ""));
    var page = browser.get("/bench");
    assertTrue(page.has("id=\"insert-writer-1.A-01\""), page.html());
    assertTrue(page.has("id=\"remove-writer-1.A-02\""), page.html());
    var insert = "/bench/hands/A-01/insert" + AT;
    assertTrue(browser.post(page, insert, Map.of()).has("A new card is in A-01."));
    assertTrue(Files.exists(shop.hands.folder.resolve("A-01")));
    assertTrue(browser.post(page, insert, Map.of()).has("There is a card in A-01 already"));
    var remove = "/bench/hands/A-01/remove" + AT;
    assertTrue(browser.post(page, remove, Map.of()).has("The card was taken out of A-01."));
    assertFalse(Files.exists(shop.hands.folder.resolve("A-01")));
    assertTrue(browser.post(page, remove, Map.of()).has("There is no card in A-01."));
    assertTrue(browser.post(page, "/bench/hands/B-09/insert" + AT, Map.of()).has("role=\"alert\""));
  }

  @Test
  void handsServeOnlyWhoMayHandleCardsAndOnlyWhereThereAreSome() throws Exception {
    shop.saw(Shop.WRITER, free("A-01"));
    shop.user("carla", "client");
    var carla = shop.browser();
    carla.signIn("carla", Shop.PASSWORD);
    var insert = "/bench/hands/A-01/insert" + AT;
    assertEquals(403, carla.post(carla.get("/account"), insert, Map.of()).status());
    assertFalse(Files.exists(shop.hands.folder.resolve("A-01")));
    try (var without = shop.another(Optional.of(Shop.COOKIE_KEY))) {
      var distributed = browser.at(without.port());
      var page = distributed.get("/bench");
      assertTrue(says(page, "A-01 is empty"), page.html());
      assertFalse(page.has("/bench/hands/"), page.html());
      assertEquals(404, distributed.post(page, insert, Map.of()).status());
    }
  }

  @Test
  void slotsLieAsTheyAreNamedAndEachHostHasItsOwnPage() {
    shop.saw(Shop.WRITER, free("B-01"), free("A-03"), free("A-01"), free("left"));
    shop.saw("writer-2", free("C-01"));
    var html = browser.get("/bench").html();
    var after = -1;
    for (var part :
        new String[] {"Row A", ">A-01<", "class=\"gap\"", ">A-03<", "Row B", ">B-01<", ">left<"}) {
      var at = html.indexOf(part, after);
      assertTrue(at > after, part + html);
      after = at;
    }
    assertTrue(html.contains("href=\"/bench?host=writer-2\""), html);
    assertFalse(html.contains(">C-01<"), html);
    var other = browser.get("/bench?host=writer-2");
    assertTrue(other.has(">C-01<"), other.html());
    assertFalse(other.has(">B-01<"), other.html());
    assertTrue(other.has("sse-connect=\"/bench/live?host=writer-2&amp;of="), other.html());
    assertTrue(browser.get("/bench?host=nobody").has("There is no writer host of that name."));
  }

  @Test
  void hostileNamesAreTextOnly() {
    var script = "<script>alert(1)</script>";
    shop.saw(script + "\ndata: x", new Worker.Slot(script, "free", "sd-9", 1, ""));
    for (var page : new String[] {"/bench", "/bench/wall"}) {
      var html = browser.get(page).html();
      assertFalse(html.contains(script), html);
      assertTrue(html.contains("&lt;script&gt;alert(1)"), html);
      assertFalse(html.contains("sse-swap=\"&lt;"), html);
    }
  }

  @Test
  void theWallShowsEverySlotAndWhatWaitsAndHasNoButtons() {
    shop.cardAt(order, WriteStep.WAITING_FOR_CARD, asks("insert"));
    shop.saw("writer-2", new Worker.Slot("C-01", "suspended", "", 0, ""));
    var page = browser.get("/bench/wall");
    for (var said : new String[] {"A-01", "A-02", "C-01", "Insert: 1", "Free: 1", "Fault: 1"}) {
      assertTrue(page.has(said), said + page.html());
    }
    assertFalse(page.has("form=\"act\""), page.html());
  }
}
