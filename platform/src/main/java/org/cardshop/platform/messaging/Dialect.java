package org.cardshop.platform.messaging;

import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Everything in which the two brokers differ. What is not here they do alike.
enum Dialect {
  /// The embedded broker keeps each durable queue on disk. It expires messages at a point in time
  /// instead of after a while; its clock is that of this JVM. It confirms what it cannot route with
  /// a nack, which comes before the returned message.
  EMBEDDED {
    @Override
    Map<String, Object> durable() {
      return Map.of();
    }

    @Override
    Map<String, Object> bounded() {
      return Map.of("qpid.max_count", BOUND, "qpid.policy_type", "ring");
    }

    @Override
    String expiration(Duration after) {
      return Long.toString(InstantSource.system().instant().plus(after).toEpochMilli());
    }

    @Override
    boolean nacksTheUnroutable() {
      return true;
    }

    @Override
    boolean countsWhatWasGot() {
      return true;
    }
  },

  /// RabbitMQ before version 4. Its quorum queues, killed soon after they were declared, can come
  /// back without a leader for good (seen with 3.10.8); classic ones come back with all that was
  /// confirmed.
  RABBITMQ_3 {
    @Override
    Map<String, Object> durable() {
      return Map.of("x-queue-type", "classic");
    }
  },

  /// From version 4 on RabbitMQ throws away what came back 20 times unless told otherwise. Attempts
  /// are counted in the database: an outage there must not eat messages.
  RABBITMQ {
    @Override
    Map<String, Object> durable() {
      return Map.of("x-queue-type", "quorum", "x-delivery-limit", -1);
    }
  };

  private static final int BOUND = 10_000;

  static Dialect of(Connection connection) {
    var server = connection.getServerProperties();
    if (!"RabbitMQ".equals(String.valueOf(server.get("product")))) {
      return EMBEDDED;
    }
    return String.valueOf(server.get("version")).matches("[0-3]\\..*") ? RABBITMQ_3 : RABBITMQ;
  }

  /// Arguments of a queue of which nothing is lost.
  abstract Map<String, Object> durable();

  /// Arguments of a queue whose oldest messages go when it is full.
  Map<String, Object> bounded() {
    var arguments = new HashMap<>(durable());
    arguments.putAll(Map.of("x-max-length", BOUND, "x-overflow", "drop-head"));
    return arguments;
  }

  /// The property of a message that nobody wants any more after a while.
  String expiration(Duration after) {
    return Long.toString(Math.max(1, after.toMillis()));
  }

  /// The count that comes with a message which was got includes those that were got and not
  /// acknowledged. (RabbitMQ's answer to a passive declaration may overtake what is being given
  /// back; the count with a message does not.)
  boolean countsWhatWasGot() {
    return false;
  }

  /// Otherwise a nack means that the broker failed to keep the message.
  boolean nacksTheUnroutable() {
    return false;
  }
}
