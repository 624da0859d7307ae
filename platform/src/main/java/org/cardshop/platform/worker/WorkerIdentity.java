package org.cardshop.platform.worker;

import java.net.URI;
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
    var name = settings.parsed("CARDSHOP_USERNAME", WorkerIdentity::name, "x", "a worker's name");
    var password = settings.text("CARDSHOP_PASSWORD");
    var trust = settings.optionalPath("CARDSHOP_TRUST");
    var standIn = new BrokerAddress(URI.create("amqp://none"), name, password, trust);
    return new WorkerIdentity(
        name,
        settings.text("CARDSHOP_CHANNEL"),
        settings.path("CARDSHOP_DATA"),
        settings.parsed(
            "CARDSHOP_AMQP_URI",
            uri -> new BrokerAddress(URI.create(uri), name, password, trust),
            standIn,
            "the message broker's address"));
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("small letters, digits and dashes");
    }
    return text;
  }
}
