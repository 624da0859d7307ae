package org.cardshop.platform.messaging;

import com.rabbitmq.client.Connection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cardshop.testing.Amqp;

/// What the contracts of this package need: a real broker that can go away and come back.
interface MessagingFixture {
  Map<String, String> USERS = Map.of("monitor", "secret");

  Server server();

  /// One server for all tests of a class.
  interface Server {
    URI uri();

    void stop();

    void start();
  }

  default Broker connect() {
    return Broker.connect(new BrokerAddress(server().uri(), "monitor", "secret"));
  }

  /// A client that may also do what is forbidden.
  default Connection rawConnection() throws Exception {
    return Amqp.connect(server().uri(), "monitor", "secret");
  }

  /// A name of its own for each test, so that nothing is left over from another.
  static String unique(String what) {
    return what + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /// Declares a durable queue for periodic work, which stands here for any durable queue.
  static String declared(Broker broker, String job) {
    broker.topology().declareServer();
    broker.topology().declarePeriodic(job);
    return Queues.periodic(job);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Keeps and acknowledges all it gets.
  record Sink(List<Delivery> deliveries) implements Handler {
    Sink() {
      this(new CopyOnWriteArrayList<>());
    }

    @Override
    public Verdict handle(Delivery delivery) {
      deliveries.add(delivery);
      return Verdict.ack();
    }

    List<String> texts() {
      return deliveries.stream().map(d -> text(d.body())).toList();
    }
  }
}
