package org.cardshop.embedded.broker;

/// What the embedded broker asks about somebody: the questions of RabbitMQ, asked when RabbitMQ
/// asks them.
public sealed interface Question {
  /// Whether they may use this virtual host.
  record VirtualHost(String name) implements Question {}

  /// Whether they may do this to a queue or an exchange.
  record Resource(Verb verb, Kind kind, String name) implements Question {}

  /// Whether they may publish to this topic exchange with this routing key.
  record Topic(String exchange, String routingKey) implements Question {}

  /// Declaring and deleting is to configure; binding is to write to the queue and to read from the
  /// exchange; publishing is to write, consuming and purging to read.
  enum Verb {
    CONFIGURE,
    WRITE,
    READ
  }

  /// What it is done to.
  enum Kind {
    QUEUE,
    EXCHANGE
  }
}
