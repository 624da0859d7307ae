package org.cardshop.warehouse;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;

/// What a warehouse needs to know.
///
/// @param data where everything lies
/// @param bind address to listen on
/// @param port of FTP; 0 takes any
/// @param passivePorts of data connections, like `2122-2221`; `0` takes any
/// @param pem the certificate to show; without it one is made
/// @param needsTls whether plain FTP is refused
/// @param trust whose certificates the scheduler may show
public record WarehouseConfig(
    Path data,
    URI scheduler,
    String bind,
    int port,
    String passivePorts,
    Optional<Pem> pem,
    boolean needsTls,
    Trust trust) {
  private static final Pattern PORTS =
      Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*");

  public static WarehouseConfig from(Settings settings) {
    var config =
        new WarehouseConfig(
            settings.path("CARDSHOP_DATA"),
            settings.uri("CARDSHOP_SCHEDULER_URL"),
            settings.text("CARDSHOP_BIND", "0.0.0.0"),
            settings.port("CARDSHOP_FTP_PORT", 2121),
            settings.parsedOr(
                "CARDSHOP_FTP_PASSIVE_PORTS",
                WarehouseConfig::ports,
                "2122-2221",
                "a range of ports like 2122-2221"),
            Pem.from(settings),
            settings.parsedOr(
                "CARDSHOP_FTP_TLS", WarehouseConfig::isRequired, true, "'required' or 'offered'"),
            Trust.from(settings));
    settings.check();
    return config;
  }

  private static String ports(String text) {
    if (!PORTS.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static boolean isRequired(String text) {
    return switch (text) {
      case "required" -> true;
      case "offered" -> false;
      default -> throw new IllegalArgumentException();
    };
  }
}
