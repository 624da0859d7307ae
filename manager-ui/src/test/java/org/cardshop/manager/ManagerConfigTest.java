package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.web.Listening;
import org.junit.jupiter.api.Test;

class ManagerConfigTest {
  @Test
  void onlyTheSchedulerMustBeNamed() {
    assertEquals(
        new ManagerConfig(
            URI.create("http://scheduler:8000"),
            new Trust.Platform(),
            new Listening(Optional.of("0.0.0.0"), 8080, Optional.empty()),
            List.of(),
            Optional.empty()),
        ManagerConfig.from(
            new Settings(Map.of("CARDSHOP_SCHEDULER_URL", "http://scheduler:8000"))));
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    var settings =
        new Settings(
            Map.of(
                "CARDSHOP_SCHEDULER_URL", "scheduler:8000",
                "CARDSHOP_HTTP_PORT", "eighty",
                "CARDSHOP_TRUSTED_PROXIES", "somewhere",
                "CARDSHOP_COOKIE_KEY", "too short"));
    var e = assertThrows(WrongUsageException.class, () -> ManagerConfig.from(settings));
    var message = String.valueOf(e.getMessage());
    assertTrue(message.contains("CARDSHOP_SCHEDULER_URL must be"), message);
    assertTrue(message.contains("CARDSHOP_HTTP_PORT must be"), message);
    assertTrue(message.contains("CARDSHOP_TRUSTED_PROXIES must be"), message);
    assertTrue(message.contains("CARDSHOP_COOKIE_KEY must be at least 32"), message);
    assertFalse(message.contains("too short"), message);
  }
}
