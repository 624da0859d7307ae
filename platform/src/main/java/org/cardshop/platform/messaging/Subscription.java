package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A consumer that goes on through outages, cancellation by the broker and a queue that is not
/// there yet. Its handler sees one message at a time, also when a new connection takes over from a
/// lost one; for more at once, consume twice.
///
/// A thread of its own holds the channel: it alone starts and stops the consumer, woken by flags.
public final class Subscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final Duration LAST_MESSAGE = Duration.ofSeconds(10);

  private final Link link;
  private final Source source;
  private final int prefetch;
  private final Judge judge;
  private final Thread thread;
  private final Semaphore wake = new Semaphore(0);
  private final ReentrantLock turn = new ReentrantLock();
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

  /// Settles one message; answers false when it goes back into the queue.
  interface Judge {
    boolean isDone(Delivery delivery);
  }

  Subscription(String name, Link link, Source source, int prefetch, Judge judge) {
    this.link = link;
    this.source = source;
    this.prefetch = prefetch;
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
    if (!turn.isHeldByCurrentThread()) {
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
      channel.basicQos(prefetch);
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
        }
      }
      if (!channel.isOpen()) {
        throw new IOException(Dialer.reason(channel.getCloseReason()));
      }
    } finally {
      leave(channel);
    }
  }

  /// Lets a handler under way settle its message before the channel goes.
  private void leave(Channel channel) throws InterruptedException {
    boolean mine = turn.tryLock(LAST_MESSAGE.toMillis(), TimeUnit.MILLISECONDS);
    Channels.leave(channel);
    if (mine) {
      turn.unlock();
    }
  }

  private void handle(Channel channel, long tag, Delivery delivery) throws IOException {
    turn.lock();
    try {
      if (!channel.isOpen()) {
        return; // its channel is gone: the broker delivers it again
      }
      if (paused || isClosed()) {
        channel.basicNack(tag, false, true);
      } else if (judge.isDone(delivery)) {
        failures.reset();
        channel.basicAck(tag, false);
      } else {
        rest(failures.next());
        channel.basicNack(tag, false, true);
      }
    } catch (AlreadyClosedException e) {
      LOG.debug("the connection was lost before a message was settled; it comes again", e);
    } finally {
      turn.unlock();
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

  private final class Consumer extends DefaultConsumer {
    private volatile boolean cancelled;

    Consumer(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, BasicProperties properties, byte[] body)
        throws IOException {
      var delivery =
          new Delivery(
              envelope.getExchange(),
              envelope.getRoutingKey(),
              body,
              envelope.isRedeliver(),
              Optional.ofNullable(properties.getReplyTo()),
              Optional.ofNullable(properties.getCorrelationId()));
      handle(getChannel(), envelope.getDeliveryTag(), delivery);
    }

    @Override
    public void handleCancel(String consumerTag) {
      cancelled = true;
      wake.release();
    }
  }
}
