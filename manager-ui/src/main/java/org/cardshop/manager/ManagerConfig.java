package org.cardshop.manager;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.web.Listening;
import org.cardshop.web.Proxies;

/// What the manager is told by its environment.
///
/// @param scheduler whose API it shows
/// @param trust whose certificates the scheduler may show
/// @param listening where it listens itself
/// @param trustedProxies addresses and ranges of those who say truly how browsers call them
/// @param cookieKey seals what browsers keep; empty for one that is gone with the process
public record ManagerConfig(
    URI scheduler,
    Trust trust,
    Listening listening,
    List<String> trustedProxies,
    Optional<String> cookieKey) {
  private static final int USUAL_PORT = 8080;

  /// As many hexadecimal digits as 128 bits have.
  private static final int SHORTEST_KEY = 32;

  public ManagerConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// @throws org.cardshop.platform.runtime.WrongUsageException that lists every problem
  public static ManagerConfig from(Settings settings) {
    var config =
        new ManagerConfig(
            settings.parsed(
                "CARDSHOP_SCHEDULER_URL",
                ManagerConfig::address,
                URI.create("http://none"),
                "an address like http://host:8000"),
            Trust.from(settings),
            new Listening(
                Optional.of(settings.text("CARDSHOP_BIND", "0.0.0.0")),
                settings.port("CARDSHOP_HTTP_PORT", USUAL_PORT),
                Pem.from(settings)),
            Proxies.from(settings),
            settings
                .optionalText("CARDSHOP_COOKIE_KEY")
                .map(_ ->
                    settings.parsed(
                        "CARDSHOP_COOKIE_KEY",
                        ManagerConfig::key,
                        "",
                        "at least " + SHORTEST_KEY + " random characters (openssl rand -hex 32)")));
    settings.check();
    return config;
  }

  private static URI address(String text) {
    var uri = URI.create(text);
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("it names no host to reach by http or https");
    }
    return uri;
  }

  private static String key(String text) {
    if (text.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException("it has " + text.length());
    }
    return text;
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return "manager of " + scheduler;
  }
}
