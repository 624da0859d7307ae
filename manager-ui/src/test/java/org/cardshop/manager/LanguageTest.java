package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanguageTest {
  private final Shop shop;

  LanguageTest() throws Exception {
    shop = new Shop();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void theFirstLanguageThatTheReaderKnowsIsSpoken() {
    var french = shop.browser().with("Accept-Language", "de, fr-CA;q=0.8, en;q=0.5");
    var page = french.get("/sign-in");
    assertTrue(page.has("<html lang=\"fr\" dir=\"ltr\">"), page.html());
    assertTrue(page.has("Mot de passe"));
    var japanese = shop.browser().with("Accept-Language", "ja");
    assertTrue(japanese.get("/sign-in").has("<html lang=\"en\" dir=\"ltr\">"));
  }

  @Test
  void aChosenLanguageIsKeptAndLeadsBackToThePage() {
    var browser = shop.browser();
    var page = browser.get("/sign-in?to=%2Fbench");
    assertEquals("/sign-in?to=%2Fbench", page.hidden().get("back"));
    var arabic =
        browser.post(page, "/language", Map.of("language", "ar", "back", "/sign-in?to=%2Fbench"));
    assertEquals("/sign-in", arabic.path());
    assertEquals("/bench", arabic.hidden().get("to"));
    assertTrue(arabic.has("<html lang=\"ar\" dir=\"rtl\">"), arabic.html());
    assertTrue(browser.get("/help").has("dir=\"rtl\">"));
  }

  @Test
  void aLanguageThatThereIsNotChangesNothingAndNobodyIsSentElsewhere() {
    var browser = shop.browser();
    var fields = Map.of("language", "xx", "back", "//evil.example");
    var page = browser.post(browser.get("/help"), "/language", fields);
    assertEquals("/sign-in", page.path());
    assertTrue(page.has("lang=\"en\""));
  }
}
