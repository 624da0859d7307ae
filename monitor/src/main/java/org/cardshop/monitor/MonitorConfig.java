package org.cardshop.monitor;

import java.time.Duration;
import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;

/// What a monitor needs to know.
///
/// @param mongodb where the database is
/// @param broker with a login of the broker's own
/// @param trust whose certificates the warehouse may show
/// @param lease how long a grant lasts
/// @param recipeKey opens the secrets in recipes; the scheduler's
public record MonitorConfig(
    String mongodb, BrokerAddress broker, Trust trust, Duration lease, Optional<String> recipeKey) {
  /// The usual lease (design §5).
  public static final Duration LEASE = Duration.ofSeconds(90);

  /// Reads the environment; every problem is reported at once.
  public static MonitorConfig from(Settings settings) {
    var mongodb = settings.text("CARDSHOP_MONGODB_URI");
    var broker = BrokerAddress.from(settings);
    var lease =
        settings.parsedOr(
            "CARDSHOP_LEASE_SECONDS",
            text -> Duration.ofSeconds(Long.parseLong(text)),
            LEASE,
            "a number of seconds");
    var recipeKey = settings.optionalKey("CARDSHOP_RECIPE_KEY");
    settings.check();
    return new MonitorConfig(mongodb, broker, Trust.from(settings), lease, recipeKey);
  }
}
