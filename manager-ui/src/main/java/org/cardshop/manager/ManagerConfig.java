package org.cardshop.manager;

import java.net.URI;
import java.util.Set;
import org.cardshop.platform.runtime.Settings;

/// What the manager is told by its environment.
///
/// @param scheduler whose API it shows
/// @param httpPort where it listens; 0 takes a free one
/// @param bind the address it listens at
public record ManagerConfig(URI scheduler, int httpPort, String bind) {
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
            settings.port("CARDSHOP_HTTP_PORT", USUAL_PORT),
            settings.text("CARDSHOP_BIND", "0.0.0.0"));
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
