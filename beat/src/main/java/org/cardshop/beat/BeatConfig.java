package org.cardshop.beat;

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
    var broker = BrokerAddress.from(settings);
    settings.check();
    return new BeatConfig(mongodb, broker, Trust.from(settings));
  }
}
