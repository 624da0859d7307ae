package org.cardshop.platform.messaging;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// Declares the exchanges, queues and bindings of design §5. Declaring what is there does nothing.
/// For scheduler, monitor and beat: workers declare nothing but their reply queue.
public final class Topology {
  private static final String ALL = "#";

  private final Connection connection;
  private final Dialect dialect;

  Topology(Connection connection) {
    this.connection = connection;
    this.dialect = Dialect.of(connection);
  }

  /// What is there once: the exchanges and the queues `requests`, `facts`, `progress`, `dead`.
  public void declareServer() {
    declare(channel -> {
      for (var exchange : Exchange.values()) {
        channel.exchangeDeclare(exchange.wire(), exchange.type(), true);
      }
      queue(channel, Queues.REQUESTS, Exchange.REQUESTS, ALL, dialect.durable());
      queue(channel, Queues.FACTS, Exchange.FACTS, ALL, dialect.durable());
      queue(channel, Queues.PROGRESS, Exchange.PROGRESS, ALL, dialect.bounded());
      queue(channel, Queues.DEAD, Exchange.DEAD, "", dialect.durable());
    });
  }

  /// The doorbells of a channel; they are rung with [Queues#workKey].
  public void declareChannel(String channelSlug) {
    declare(channel -> {
      for (var kind : List.of("create", "write")) {
        queue(
            channel,
            Queues.work(kind, channelSlug),
            Exchange.WORK,
            Queues.workKey(kind, channelSlug),
            dialect.durable());
      }
    });
  }

  /// The commands for a worker; they are published with the routing key `<worker>.<command>`.
  public void declareWorker(String worker) {
    var name = Queues.commands(worker);
    declare(
        channel -> queue(channel, name, Exchange.COMMANDS, worker + "." + ALL, dialect.durable()));
  }

  /// Periodic work; it is published with the job as routing key.
  public void declarePeriodic(String job) {
    var name = Queues.periodic(job);
    declare(channel -> queue(channel, name, Exchange.PERIODIC, job, dialect.durable()));
  }

  private static void queue(
      Channel channel, String name, Exchange exchange, String key, Map<String, Object> arguments)
      throws IOException {
    channel.queueDeclare(name, true, false, false, arguments);
    channel.queueBind(name, exchange.wire(), key);
  }

  private void declare(Declaration declaration) {
    try (var channel = Channels.open(connection)) {
      declaration.on(channel);
    } catch (IOException | AlreadyClosedException | TimeoutException e) {
      if (!connection.isOpen()) {
        throw new BrokerLostException("the connection was lost while declaring queues", e);
      }
      throw new BrokerRefusedException(
          "the message broker did not let queues be declared: " + Dialer.reason(e), e);
    }
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }
}
