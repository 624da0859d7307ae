package org.cardshop.scheduler;

import java.net.URI;
import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.BrokerManagement;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;

/// How the scheduler reaches workers and warehouse.
///
/// @param broker with a login of the broker's own
/// @param trust whose certificates the warehouse may show
/// @param management where the broker's management API is; empty where nobody has to be thrown out
public record FloorConfig(BrokerAddress broker, Trust trust, Optional<URI> management) {
  /// Reads CARDSHOP_AMQP_URI, CARDSHOP_USERNAME, CARDSHOP_PASSWORD, CARDSHOP_TRUST and
  /// CARDSHOP_BROKER_MANAGEMENT_URL; problems are left in the settings.
  public static FloorConfig from(Settings settings) {
    return new FloorConfig(
        BrokerAddress.from(settings),
        Trust.from(settings),
        settings.optionalUri("CARDSHOP_BROKER_MANAGEMENT_URL"));
  }

  Optional<BrokerManagement> brokerManagement() {
    return management.map(uri -> new BrokerManagement(uri, broker.username(), broker.password()));
  }
}
