package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BenchTest {
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
    return asks("confirm").put("medium", "sd-1").put("size", 8).put("card", "SanDisk 8 GB");
  }

  @Test
  void anEmptyFactorySaysWhatToDo() {
    assertTrue(browser.get("/bench").has("No writer host has reported yet."));
  }

  @Test
  void aSlotThatWaitsAsksForACard() {
    shop.cardAt(order, WriteStep.WAITING_FOR_CARD, asks("insert"));
    var page = browser.get("/bench");
    assertTrue(page.has("Insert a card into this slot."), page.html());
    assertTrue(page.has("/orders/" + order));
    assertTrue(page.has("A-02"));
    assertFalse(page.has("This card is in, write it"), page.html());
  }

  @Test
  void theCardInTheSlotIsConfirmedByWhatTheWriterSaw() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var page = browser.get("/bench");
    assertTrue(page.has("SanDisk 8 GB"), page.html());
    var confirm = "/bench/" + task + "/confirm?slot=A-01&medium=sd-1";
    assertTrue(page.has("formaction=\"" + confirm.replace("&", "&amp;") + "\""), page.html());
    var after = browser.post(page, confirm, Map.of());
    assertTrue(after.has("Confirmed: the card is written now."), after.html());
    assertTrue(shop.told.all().contains("confirm writer-1 A-01 sd-1"));
  }

  @Test
  void aCardThatWasChangedSinceIsNotConfirmed() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var confirm = "/bench/" + task + "/confirm?slot=A-01&medium=sd-0";
    var after = browser.post(browser.get("/bench"), confirm, Map.of());
    assertEquals("/bench", after.path());
    assertTrue(after.has("is another one now (sd-1); look again."), after.html());
    assertFalse(shop.told.all().contains("confirm writer-1 A-01 sd-0"));
  }

  @Test
  void aCardThatIsDoneWithMustComeOut() {
    shop.cardAt(
        order,
        WriteStep.WAITING_FOR_CARD,
        asks("replace").put("medium", "sd-1").put("why", "this card is done with"));
    var page = browser.get("/bench");
    assertTrue(page.has("this card is done with"));
    assertTrue(page.has("Take this card out and insert another one."));
    assertFalse(page.has("This card is in, write it"));
  }

  @Test
  void aBadCardIsToldToTheWriter() {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var after = browser.post(browser.get("/bench"), "/bench/" + task + "/bad", Map.of());
    assertTrue(after.has("Noted: insert another card."));
    assertTrue(shop.told.all().contains("bad card writer-1"));
  }

  @Test
  void aSkippedSlotLosesItsTask() throws Exception {
    var task = shop.cardAt(order, WriteStep.WAITING_FOR_CARD, confirm());
    var after = browser.post(browser.get("/bench"), "/bench/" + task + "/skip", Map.of());
    assertTrue(after.has("another slot as soon as one is free"));
    assertFalse(after.has("This card is in, write it"));
    assertTrue(shop.admin.get("/tasks/" + task).path("worker").isNull());
  }
}
