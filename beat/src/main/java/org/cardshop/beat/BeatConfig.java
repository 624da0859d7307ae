package org.cardshop.beat;

import java.net.URI;
import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;

/// What a beat needs to know.
///
/// @param mongodb where the database is
/// @param broker with a login of the broker's own
/// @param trust whose certificates the warehouse may show
public record BeatConfig(String mongodb, BrokerAddress broker, Trust trust) {
  /// Reads the environment; every problem is reported at once.
  public static BeatConfig from(Settings settings) {
    var mongodb = settings.text("CARDSHOP_MONGODB_URI");
    var name = settings.text("CARDSHOP_USERNAME");
    var password = settings.text("CARDSHOP_PASSWORD");
    var pem = settings.optionalPath("CARDSHOP_TRUST");
    var broker =
        settings.parsed(
            "CARDSHOP_AMQP_URI",
            uri -> new BrokerAddress(URI.create(uri), name, password, pem),
            new BrokerAddress(URI.create("amqp://none"), name, password, Optional.empty()),
            "the message broker's address");
    settings.check();
    return new BeatConfig(
        mongodb, broker, pem.<Trust>map(Trust.Pem::new).orElseGet(Trust.Platform::new));
  }
}
