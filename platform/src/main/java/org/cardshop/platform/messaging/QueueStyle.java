package org.cardshop.platform.messaging;

import java.util.HashMap;
import java.util.Map;

/// The queue arguments: the one thing in which the brokers differ.
///
/// @param durable for queues of which nothing is lost
/// @param bounded for the queue whose oldest messages go when it is full
record QueueStyle(Map<String, Object> durable, Map<String, Object> bounded) {
  private static final int BOUND = 10_000;

  /// The embedded broker keeps each durable queue on disk; there is nothing to choose.
  private static final QueueStyle PLAIN =
      new QueueStyle(Map.of(), Map.of("qpid.max_count", BOUND, "qpid.policy_type", "ring"));

  private static final QueueStyle QUORUM = quorum(Map.of("x-queue-type", "quorum"));

  /// From version 4 on RabbitMQ throws away what came back 20 times unless told otherwise. Attempts
  /// are counted in the database: an outage there must not eat messages.
  private static final QueueStyle QUORUM_WITHOUT_LIMIT =
      quorum(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));

  static QueueStyle of(Map<String, Object> serverProperties) {
    if (!"RabbitMQ".equals(String.valueOf(serverProperties.get("product")))) {
      return PLAIN;
    }
    var version = String.valueOf(serverProperties.get("version"));
    return version.matches("[0-3]\\..*") ? QUORUM : QUORUM_WITHOUT_LIMIT;
  }

  private static QueueStyle quorum(Map<String, Object> durable) {
    var bounded = new HashMap<>(durable);
    bounded.putAll(Map.of("x-max-length", BOUND, "x-overflow", "drop-head"));
    return new QueueStyle(durable, Map.copyOf(bounded));
  }
}
