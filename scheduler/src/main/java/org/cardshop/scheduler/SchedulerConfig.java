package org.cardshop.scheduler;

import java.util.List;
import java.util.Optional;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.tls.Pem;
import org.cardshop.web.Proxies;

/// What the scheduler is told by its environment.
///
/// @param adminPassword of the first user; needed at the first start only
/// @param passwordCost of BCrypt, see [Passwords]
/// @param brokerSecret what the broker shows when it asks who may do what; empty when nobody else
///   reaches those routes
/// @param trustedProxies addresses and ranges of those who say truly whom they call for
/// @param recipeKey seals the secrets in recipes; empty for a key that lies in the database
/// @param tls empty for plain HTTP
public record SchedulerConfig(
    String mongodbUri,
    int httpPort,
    Optional<String> adminPassword,
    int passwordCost,
    Optional<String> brokerSecret,
    List<String> trustedProxies,
    Optional<String> recipeKey,
    Optional<Pem> tls) {
  private static final int USUAL_PORT = 8000;

  public SchedulerConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }

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
                        "a password that is not guessed first")),
            settings.parsedOr(
                "CARDSHOP_PASSWORD_COST",
                SchedulerConfig::cost,
                Passwords.COST,
                "a whole number from " + Passwords.LEAST_COST + " to " + Passwords.GREATEST_COST),
            settings.optionalKey("CARDSHOP_BROKER_SECRET"),
            Proxies.from(settings),
            settings.optionalKey("CARDSHOP_RECIPE_KEY"),
            Pem.from(settings));
    settings.check();
    return config;
  }

  private static String adminPassword(String text) {
    Passwords.whyNotChoose(text, List.of(FirstStart.ADMIN, "cardshop"))
        .ifPresent(reason -> {
          throw new IllegalArgumentException("it " + reason);
        });
    return text;
  }

  private static int cost(String text) {
    int cost = Integer.parseInt(text);
    if (cost < Passwords.LEAST_COST || cost > Passwords.GREATEST_COST) {
      throw new IllegalArgumentException("out of range");
    }
    return cost;
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return "scheduler on port " + httpPort;
  }
}
