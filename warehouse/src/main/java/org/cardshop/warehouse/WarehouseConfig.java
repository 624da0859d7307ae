package org.cardshop.warehouse;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.cardshop.platform.recipe.ByteSize;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.warehouse.ftp.Limits;
import org.cardshop.warehouse.room.Room;

/// What a warehouse needs to know.
///
/// @param data where everything lies
/// @param bind address to listen on
/// @param port of FTP; 0 takes any
/// @param passivePorts of data connections, like `2122-2221`; `0` takes any
/// @param pem the certificate to show; without it one is made
/// @param needsTls whether plain FTP is refused
/// @param trust whose certificates the scheduler may show
/// @param room how full uploads may make it
/// @param limits how long visitors may take
public record WarehouseConfig(
    Path data,
    URI scheduler,
    String bind,
    int port,
    String passivePorts,
    Optional<Pem> pem,
    boolean needsTls,
    Trust trust,
    Room room,
    Limits limits) {
  private static final String SIZE = "a size like 500GB";
  private static final long LARGEST = 1L << 60;
  private static final Room ROOM = new Room(500_000_000, OptionalLong.empty());
  private static final Limits LIMITS =
      new Limits(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(15));

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
            Trust.from(settings),
            room(settings),
            limits(settings));
    settings.check();
    return config;
  }

  private static Room room(Settings settings) {
    return new Room(
        settings.parsedOr(
            "CARDSHOP_KEEP_FREE",
            text -> text.equals("0") ? 0 : size(text),
            ROOM.keepFree(),
            SIZE + ", or 0"),
        settings.parsedOr(
            "CARDSHOP_QUOTA", text -> OptionalLong.of(size(text)), ROOM.quota(), SIZE));
  }

  private static Limits limits(Settings settings) {
    return new Limits(
        seconds(settings, "CARDSHOP_FTP_IDLE_SECONDS", LIMITS.idle()),
        seconds(settings, "CARDSHOP_FTP_STALL_SECONDS", LIMITS.stall()),
        seconds(settings, "CARDSHOP_FTP_GRACE_SECONDS", LIMITS.grace()));
  }

  private static Duration seconds(Settings settings, String name, Duration fallback) {
    return settings.parsedOr(
        name, WarehouseConfig::seconds, fallback, "a number of seconds, 1 to 86400");
  }

  private static Duration seconds(String text) {
    var seconds = Integer.parseInt(text);
    if (seconds < 1 || seconds > 86_400) {
      throw new IllegalArgumentException("out of range");
    }
    return Duration.ofSeconds(seconds);
  }

  private static long size(String text) {
    var size = ByteSize.parse(text).orElseThrow(IllegalArgumentException::new);
    if (size > LARGEST) {
      throw new IllegalArgumentException("no disk is that large");
    }
    return size;
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
