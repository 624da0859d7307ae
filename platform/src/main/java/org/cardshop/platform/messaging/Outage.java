package org.cardshop.platform.messaging;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says one sentence when the broker goes away and one when it is back, however many connections
/// notice and however often they try.
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private final String broker;
  private final Map<String, String> reasons = new HashMap<>();

  Outage(String broker) {
    this.broker = broker;
  }

  synchronized void begins(String link, String reason) {
    if (reasons.isEmpty()) {
      LOG.warn("The message broker is away ({}): {}. Trying until it is back.", broker, reason);
    }
    reasons.put(link, reason);
  }

  synchronized void ends(String link) {
    if (reasons.remove(link) != null && reasons.isEmpty()) {
      LOG.info("The message broker is back ({}).", broker);
    }
  }

  synchronized Optional<String> reason() {
    return reasons.values().stream().findFirst();
  }
}
