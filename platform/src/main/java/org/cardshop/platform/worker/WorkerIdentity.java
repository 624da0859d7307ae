package org.cardshop.platform.worker;

import java.nio.file.Path;
import java.time.Duration;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Settings;

/// Who a worker is, where it keeps its things and how patient it is with itself.
///
/// @param name the user name, `[a-z0-9-]+`; one process a name
/// @param channel whose tasks it does
/// @param data folder for all that it keeps
/// @param stall how long its work may show nothing new before it is interrupted
public record WorkerIdentity(
    String name, String channel, Path data, BrokerAddress broker, Duration stall) {
  private static final Duration STALL = Duration.ofMinutes(15);

  public WorkerIdentity(String name, String channel, Path data, BrokerAddress broker) {
    this(name, channel, data, broker, STALL);
  }

  /// Reads CARDSHOP_USERNAME, CARDSHOP_PASSWORD, CARDSHOP_CHANNEL, CARDSHOP_DATA, CARDSHOP_AMQP_URI
  /// and CARDSHOP_STALL_SECONDS.
  public static WorkerIdentity from(Settings settings) {
    var broker = BrokerAddress.from(settings);
    return new WorkerIdentity(
        settings.parsed(
            "CARDSHOP_USERNAME", WorkerIdentity::name, broker.username(), "a worker's name"),
        settings.text("CARDSHOP_CHANNEL"),
        settings.path("CARDSHOP_DATA"),
        broker,
        settings.parsedOr(
            "CARDSHOP_STALL_SECONDS", WorkerIdentity::seconds, STALL, "a number of seconds"));
  }

  private static Duration seconds(String text) {
    var duration = Duration.ofSeconds(Long.parseLong(text));
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("1 or more");
    }
    return duration;
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("small letters, digits and dashes");
    }
    return text;
  }
}
