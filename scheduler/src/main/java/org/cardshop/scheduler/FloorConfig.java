package org.cardshop.scheduler;

import java.net.URI;
import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;

/// How the scheduler reaches workers and warehouse.
///
/// @param broker with a login of the broker's own
/// @param trust whose certificates the warehouse may show
public record FloorConfig(BrokerAddress broker, Trust trust) {
  /// Reads CARDSHOP_AMQP_URI, CARDSHOP_USERNAME, CARDSHOP_PASSWORD and CARDSHOP_TRUST; problems are
  /// left in the settings.
  public static FloorConfig from(Settings settings) {
    var name = settings.text("CARDSHOP_USERNAME");
    var password = settings.text("CARDSHOP_PASSWORD");
    var pem = settings.optionalPath("CARDSHOP_TRUST");
    var broker =
        settings.parsed(
            "CARDSHOP_AMQP_URI",
            uri -> new BrokerAddress(URI.create(uri), name, password, pem),
            new BrokerAddress(URI.create("amqp://none"), name, password, Optional.empty()),
            "the message broker's address");
    return new FloorConfig(broker, pem.<Trust>map(Trust.Pem::new).orElseGet(Trust.Platform::new));
  }
}
