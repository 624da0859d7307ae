package org.cardshop.platform.messaging;

import com.rabbitmq.client.BuiltinExchangeType;
import java.util.Locale;

/// The exchanges (design §5).
public enum Exchange {
  /// Doorbells; see [Queues#work].
  WORK(BuiltinExchangeType.DIRECT),
  /// Questions of workers, routing key `<worker>.<verb>`.
  REQUESTS(BuiltinExchangeType.TOPIC),
  /// Durable facts, routing key `<worker>.<type>`.
  FACTS(BuiltinExchangeType.TOPIC),
  /// What may be dropped, routing key `<worker>.<type>`.
  PROGRESS(BuiltinExchangeType.TOPIC),
  /// Orders to one worker, routing key `<worker>.<command>`.
  COMMANDS(BuiltinExchangeType.TOPIC),
  /// Periodic work, routing key = the job.
  PERIODIC(BuiltinExchangeType.DIRECT),
  /// What could not be handled, as [DeadLetter].
  DEAD(BuiltinExchangeType.FANOUT);

  private final BuiltinExchangeType type;

  Exchange(BuiltinExchangeType type) {
    this.type = type;
  }

  public String wire() {
    return "cardshop." + name().toLowerCase(Locale.ROOT);
  }

  BuiltinExchangeType type() {
    return type;
  }
}
