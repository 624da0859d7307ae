package org.cardshop.manager;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.web.Listening;

/// What the manager is told by its environment.
///
/// @param scheduler whose API it shows
/// @param trust whose certificates the scheduler may show
/// @param listening where it listens itself
public record ManagerConfig(URI scheduler, Trust trust, Listening listening) {
  private static final int USUAL_PORT = 8080;

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
                Pem.from(settings)));
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
}
