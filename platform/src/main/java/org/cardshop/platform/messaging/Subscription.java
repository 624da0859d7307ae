package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A consumer that goes on through outages, cancellation by the broker and a queue that is not
/// there yet. Its judge sees one batch at a time, also when a new connection takes over from a lost
/// one; for more at once, consume twice.
///
/// A thread of its own holds the channel: it alone starts and stops the consumer, and judges what
/// came meanwhile, woken by flags.
public final class Subscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final Duration LAST_MESSAGE = Duration.ofSeconds(10);

  private final Link link;
  private final Source source;
  private final Pace pace;
  private final Judge judge;
  private final Thread thread;
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Backoff failures = new Backoff();
  private volatile boolean paused;

  /// Where the messages come from.
  interface Source {
    /// Readies the queue on a new channel and answers its name.
    String open(Channel channel) throws IOException;

    /// The channel is gone.
    default void lost() {}
  }

  /// Settles messages, in their order.
  interface Judge {
    /// @return for each whether it is done with; if not, it goes back into the queue
    List<Boolean> areDone(List<Delivery> deliveries);
  }

  /// How many messages at a time.
  ///
  /// @param ahead how many the broker may send before the first is settled
  /// @param batch how many of those that are there are judged at once, at most
  record Pace(int ahead, int batch) {
    static Pace oneByOne(int ahead) {
      return new Pace(ahead, 1);
    }
  }

  Subscription(String name, Link link, Source source, Pace pace, Judge judge) {
    this.link = link;
    this.source = source;
    this.pace = pace;
    this.judge = judge;
    this.thread = Thread.ofVirtual().name("consume-" + name).unstarted(() -> run(name));
  }

  Subscription start() {
    thread.start();
    return this;
  }

  /// No handler starts after this, until [#resume()]; what was under way is finished. May be called
  /// by the handler itself.
  public void pause() {
    paused = true;
    wake.release();
  }

  public void resume() {
    paused = false;
    wake.release();
  }

  /// Waits for a handler under way, but not for ever. What it does not settle in time comes again.
  @Override
  public void close() {
    end.countDown();
    wake.release();
    if (!Thread.currentThread().equals(thread)) {
      try {
        thread.join(LAST_MESSAGE.multipliedBy(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(String name) {
    var backoff = new Backoff();
    var lastComplaint = "";
    for (var c = link.await(); c.isPresent() && !isClosed(); c = link.await()) {
      try {
        serve(c.get(), backoff);
      } catch (IOException | AlreadyClosedException e) {
        var complaint = Dialer.reason(e);
        // A lost connection was reported already; what remains is said once, not at each attempt.
        if (c.get().isOpen() && !complaint.equals(lastComplaint)) {
          LOG.warn("Cannot consume {} yet: {}. Trying until it works.", name, complaint);
          lastComplaint = complaint;
        }
      } catch (InterruptedException e) {
        LOG.warn("interrupted; {} is no longer consumed", name);
        return;
      }
      source.lost();
      rest(backoff.next());
    }
  }

  private void serve(Connection connection, Backoff backoff)
      throws IOException, InterruptedException {
    var channel = Channels.open(connection);
    try {
      var consumer = new Consumer(channel);
      channel.addShutdownListener(_ -> wake.release());
      channel.basicQos(pace.ahead());
      var queue = source.open(channel);
      var tag = Optional.<String>empty();
      while (!isClosed() && channel.isOpen() && !consumer.cancelled) {
        if (paused && tag.isPresent()) {
          channel.basicCancel(tag.get());
          tag = Optional.empty();
        } else if (!paused && tag.isEmpty()) {
          tag = Optional.of(channel.basicConsume(queue, consumer));
          backoff.reset();
        } else {
          wake.acquire();
          wake.drainPermits();
        }
        settle(channel, consumer.arrived);
      }
      if (!channel.isOpen()) {
        throw new IOException(Dialer.reason(channel.getCloseReason()));
      }
    } finally {
      Channels.leave(channel);
    }
  }

  /// Judges all that has arrived.
  private void settle(Channel channel, Queue<Arrival> arrived) throws IOException {
    for (var batch = next(arrived); !batch.isEmpty(); batch = next(arrived)) {
      // Once the channel is gone the broker delivers it again.
      if (channel.isOpen()) {
        settle(channel, batch);
      }
    }
  }

  private List<Arrival> next(Queue<Arrival> arrived) {
    var batch = new ArrayList<Arrival>();
    for (var a = arrived.poll();
        a != null;
        a = batch.size() < pace.batch() ? arrived.poll() : null) {
      batch.add(a);
    }
    return batch;
  }

  private void settle(Channel channel, List<Arrival> batch) throws IOException {
    try {
      if (paused || isClosed()) {
        for (var arrival : batch) {
          channel.basicNack(arrival.tag(), false, true);
        }
        return;
      }
      var done = judge.areDone(batch.stream().map(Arrival::delivery).toList());
      CrashPoint.at("message.handled");
      if (!done.contains(false)) {
        failures.reset();
        channel.basicAck(batch.getLast().tag(), true);
      } else {
        settleOneByOne(channel, batch, done);
      }
    } catch (AlreadyClosedException e) {
      LOG.debug("the connection was lost before messages were settled; they come again", e);
    }
  }

  private void settleOneByOne(Channel channel, List<Arrival> batch, List<Boolean> done)
      throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      if (done.get(i)) {
        channel.basicAck(batch.get(i).tag(), false);
      }
    }
    rest(failures.next());
    for (int i = 0; i < batch.size(); i++) {
      if (!done.get(i)) {
        channel.basicNack(batch.get(i).tag(), false, true);
      }
    }
  }

  private void rest(Duration duration) {
    try {
      var _ = end.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return end.getCount() == 0;
  }

  private record Arrival(long tag, Delivery delivery) {}

  private final class Consumer extends DefaultConsumer {
    private final Queue<Arrival> arrived = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;

    Consumer(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
      var delivery =
          new Delivery(
              envelope.getExchange(),
              envelope.getRoutingKey(),
              body,
              envelope.isRedeliver(),
              Optional.ofNullable(properties.getReplyTo()),
              Optional.ofNullable(properties.getCorrelationId()));
      arrived.add(new Arrival(envelope.getDeliveryTag(), delivery));
      wake.release();
    }

    @Override
    public void handleCancel(String consumerTag) {
      cancelled = true;
      wake.release();
    }
  }
}
