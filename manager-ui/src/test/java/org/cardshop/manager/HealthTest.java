package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Shop shop;

  HealthTest() throws Exception {
    shop = new Shop();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void itSaysInOneSentenceHowTheFactoryDoesAndWhatToDo() {
    var page = shop.signedIn().get("/health/factory");
    assertEquals(200, page.status(), page.html());
    assertTrue(page.has("The factory stands still"), page.html());
    assertTrue(page.has("class=\"badge bad\""), page.html());
    assertTrue(page.has("No beat is at work: start one"), page.html());
  }

  @Test
  void concernsAreSaidInTheReadersLanguage() {
    var french = shop.signedIn().with("Accept-Language", "fr").get("/health/factory");
    assertTrue(french.has("Aucun battement"), french.html());
    var arabic = shop.signedIn().with("Accept-Language", "ar").get("/health/factory");
    assertTrue(arabic.has("لا توجد نبضة تعمل"), arabic.html());
    assertFalse(arabic.has("No beat"), arabic.html());
  }

  @Test
  void whatWaitsIsCountedByChannel() throws Exception {
    shop.order("A school");
    var page = shop.signedIn().get("/health/factory");
    assertTrue(page.has("<bdi>cardshop</bdi>"), page.html());
    assertTrue(page.has("creating images"), page.html());
  }

  @Test
  void everybodyWhoSignedInMayLookAndNobodyElse() throws Exception {
    for (var role : List.of("manager", "operator", "client")) {
      shop.user(role, role);
      var browser = shop.browser();
      browser.signIn(role, Shop.PASSWORD);
      var page = browser.get("/health/factory");
      assertEquals(200, page.status(), role);
      assertTrue(page.has("href=\"/health/factory\""), role);
    }
    assertEquals("/sign-in", shop.browser().get("/health/factory").path());
  }
}
