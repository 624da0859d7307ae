package org.cardshop.scheduler;

import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.BrokerManagement;
import org.cardshop.platform.messaging.Door;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;

/// How the scheduler reaches workers and warehouse.
///
/// @param broker with a login of the broker's own
/// @param trust whose certificates the warehouse may show
/// @param door where users are thrown out of the broker; empty where nobody does
public record FloorConfig(BrokerAddress broker, Trust trust, Optional<Door> door) {
  /// Reads CARDSHOP_AMQP_URI, CARDSHOP_USERNAME, CARDSHOP_PASSWORD, CARDSHOP_TRUST and
  /// CARDSHOP_BROKER_MANAGEMENT_URL; problems are left in the settings.
  public static FloorConfig from(Settings settings) {
    var broker = BrokerAddress.from(settings);
    return new FloorConfig(
        broker,
        Trust.from(settings),
        settings
            .optionalUri("CARDSHOP_BROKER_MANAGEMENT_URL")
            .map(uri -> new BrokerManagement(uri, broker.username(), broker.password())));
  }
}
