package org.cardshop.platform.messaging;

import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cardshop.platform.runtime.Closer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The message broker, through every outage: connections are made again until closed, consumers go
/// on by themselves, publishing fails at once while the broker is away.
///
/// Two connections: when the broker runs out of disk or memory it stops reading from those that
/// publish, and what is consumed must be acknowledged all the same.
public final class Broker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private final Outage outage;
  private final Link consuming;
  private final Link publishing;
  private final Publisher publisher;
  private final LossyPublisher lossy;
  private final DeadLetterQueue deadLetters;
  private final List<Consumer<Topology>> declarations = new CopyOnWriteArrayList<>();
  private final Closer closer = new Closer();

  private Broker(BrokerAddress address) {
    var dialer = new Dialer(address);
    outage = new Outage(address.toString());
    consuming = closer.add(new Link("consuming", dialer, outage, this::declareOn));
    publishing = closer.add(new Link("publishing", dialer, outage, _ -> {}));
    publisher = closer.add(new Publisher(publishing));
    lossy = closer.add(new LossyPublisher(publishing));
    deadLetters = closer.add(new DeadLetterQueue(consuming, publisher));
  }

  /// Tries to connect once. When the broker cannot be reached, a broker that keeps trying is
  /// answered all the same.
  ///
  /// @throws BrokerRefusedException when the broker is there and the login is wrong
  public static Broker connect(BrokerAddress address) {
    var broker = new Broker(address);
    try {
      broker.consuming.open();
      broker.publishing.open();
      return broker;
    } catch (BrokerRefusedException e) {
      broker.close();
      throw e;
    }
  }

  /// Why the broker is away; empty when all is well.
  public Optional<String> trouble() {
    return outage.reason();
  }

  /// Publishes for good: persistent, to at least one queue, confirmed by the broker when this
  /// returns. May be called by many threads at once, which then share the wait.
  ///
  /// @throws UnroutableException when there is no queue for it
  /// @throws BrokerLostException when it was not confirmed; it may have arrived
  public void publish(Exchange exchange, String routingKey, byte[] body) {
    publish(exchange, List.of(new Addressed(routingKey, body)));
  }

  /// One of several messages.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Addressed(String routingKey, byte[] body) {}

  /// The same for several, in their order: the wait is one. An exception leaves open which of them
  /// arrived.
  public void publish(Exchange exchange, List<Addressed> several) {
    publisher.publish(
        several.stream()
            .map(m -> new Letter(exchange.wire(), m.routingKey(), Publisher.persistent(), m.body()))
            .toList());
  }

  /// Publishes what may be lost, without waiting: the oldest is dropped when the broker is slow,
  /// all while it is away.
  public void publishLossy(Exchange exchange, String routingKey, byte[] body) {
    lossy.publish(exchange, routingKey, body);
  }

  /// Consumes a queue until the subscription or the broker is closed. The queue may come later.
  ///
  /// @param prefetch how many messages the broker may send ahead of their acknowledgement
  public Subscription consume(String queue, int prefetch, Handler handler) {
    return consume(queue, Subscription.Pace.oneByOne(prefetch), BatchHandler.oneByOne(handler));
  }

  /// The same in batches: as many messages as have arrived are handled together.
  ///
  /// @param most in one batch; as many again may be on their way meanwhile
  public Subscription consumeBatches(String queue, int most, BatchHandler handler) {
    return consume(queue, new Subscription.Pace(2 * most, most), handler);
  }

  private Subscription consume(String queue, Subscription.Pace pace, BatchHandler handler) {
    var judge = new Judgement(queue, publisher, handler);
    return closer.add(new Subscription(queue, consuming, _ -> queue, pace, judge).start());
  }

  /// To look through what could not be handled.
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /// Answers the requests of workers.
  ///
  /// @param most at once; as many again may be on their way meanwhile
  public Subscription answer(int most, Answerer<?> answerer) {
    return consumeBatches(Queues.REQUESTS, most, new Answering<>(publisher, answerer));
  }

  /// What a worker asks through.
  ///
  /// @param boot tells this run of the worker from its other runs
  public Requester requester(String worker, String boot) {
    return closer.add(new Requester(worker, boot, consuming, publisher).start());
  }

  /// For declaring what came to be just now.
  ///
  /// @throws BrokerLostException when the broker is away
  public Topology topology() {
    return new Topology(consuming.connection());
  }

  /// Declares now, if the broker is there, and again on each new connection before anything is
  /// consumed, so that a broker that lost everything is furnished again.
  ///
  /// @throws BrokerRefusedException when the broker is there and does not allow it
  public void keepDeclared(Consumer<Topology> declaration) {
    declarations.add(declaration);
    try {
      declaration.accept(topology());
    } catch (BrokerLostException e) {
      LOG.debug("declared as soon as the broker is there", e);
    }
  }

  @Override
  public void close() {
    closer.close();
  }

  private void declareOn(Connection connection) {
    try {
      var topology = new Topology(connection);
      declarations.forEach(declaration -> declaration.accept(topology));
    } catch (RuntimeException e) {
      // A connection without its queues still serves those queues that are there.
      LOG.error("The queues could not be declared: {}", e.getMessage(), e);
    }
  }
}
