package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.WrongUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerConfigTest {
  private static SchedulerConfig with(String name, String value) {
    return SchedulerConfig.from(
        new Settings(Map.of("CARDSHOP_MONGODB_URI", "mongodb://localhost/cardshop", name, value)));
  }

  @Test
  void noSecretHasADefault() {
    var config = with("CARDSHOP_HTTP_PORT", "8000");
    assertEquals(Optional.empty(), config.adminPassword());
    assertEquals(Optional.empty(), config.brokerSecret());
    assertEquals(Optional.empty(), config.recipeKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"password1234", "cardshopadmin", "short", "qwertyuiop12"})
  void theFirstUsersPasswordIsNoneThatIsGuessedFirst(String password) {
    var refused =
        assertThrows(WrongUsageException.class, () -> with("CARDSHOP_ADMIN_PASSWORD", password));
    var sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains("CARDSHOP_ADMIN_PASSWORD"), sentence);
    assertFalse(sentence.contains(password), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CARDSHOP_BROKER_SECRET", "CARDSHOP_RECIPE_KEY"})
  void aSecretThatCouldBeGuessedIsRefused(String name) {
    assertThrows(WrongUsageException.class, () -> with(name, "changeme"));
    with(name, "6f1d8c4b2a90e7f35c6d1b8a4e2f9070");
  }
}
