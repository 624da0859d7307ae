package org.cardshop.scheduler;

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
    return new FloorConfig(BrokerAddress.from(settings), Trust.from(settings));
  }
}
