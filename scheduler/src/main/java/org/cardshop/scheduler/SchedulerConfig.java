package org.cardshop.scheduler;

import java.util.Optional;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.storage.Passwords;

/// What the scheduler is told by its environment.
///
/// @param adminPassword of the first user; needed at the first start only
/// @param passwordCost of BCrypt, see [Passwords]
public record SchedulerConfig(
    String mongodbUri, int httpPort, Optional<String> adminPassword, int passwordCost) {
  static final int SHORTEST_ADMIN_PASSWORD = 12;

  private static final int USUAL_PORT = 8000;

  /// @throws org.cardshop.platform.runtime.WrongUsageException that lists every problem
  public static SchedulerConfig from(Settings settings) {
    var config =
        new SchedulerConfig(
            settings.text("CARDSHOP_MONGODB_URI"),
            settings.port("CARDSHOP_HTTP_PORT", USUAL_PORT),
            settings
                .optionalText("CARDSHOP_ADMIN_PASSWORD")
                .map(p ->
                    settings.parsed(
                        "CARDSHOP_ADMIN_PASSWORD",
                        SchedulerConfig::adminPassword,
                        "",
                        "a password of 12 characters or more, at most 72 bytes")),
            Passwords.COST);
    settings.check();
    return config;
  }

  private static String adminPassword(String text) {
    if (text.length() < SHORTEST_ADMIN_PASSWORD || Passwords.isTooLong(text)) {
      throw new IllegalArgumentException(text.length() + " characters were given");
    }
    return text;
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return "scheduler on port " + httpPort;
  }
}
