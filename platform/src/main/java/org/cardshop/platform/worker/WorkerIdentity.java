package org.cardshop.platform.worker;

import java.nio.file.Path;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Settings;

/// Who a worker is and where it keeps its things.
///
/// @param name the user name, `[a-z0-9-]+`; one process a name
/// @param channel whose tasks it does
/// @param data folder for all that it keeps
public record WorkerIdentity(String name, String channel, Path data, BrokerAddress broker) {

  /// Reads CARDSHOP_USERNAME, CARDSHOP_PASSWORD, CARDSHOP_CHANNEL, CARDSHOP_DATA and
  /// CARDSHOP_AMQP_URI.
  public static WorkerIdentity from(Settings settings) {
    var broker = BrokerAddress.from(settings);
    return new WorkerIdentity(
        settings.parsed(
            "CARDSHOP_USERNAME", WorkerIdentity::name, broker.username(), "a worker's name"),
        settings.text("CARDSHOP_CHANNEL"),
        settings.path("CARDSHOP_DATA"),
        broker);
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("small letters, digits and dashes");
    }
    return text;
  }
}
