package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what may be lost without ever making the caller wait. The newest counts: when there is
/// no room the oldest goes.
final class LossyPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LossyPublisher.class);
  private static final int ROOM = 1_000;
  // Nobody wants to see progress that is older.
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private final Link link;
  private final BlockingQueue<Note> waiting = new ArrayBlockingQueue<>(ROOM);
  private final Thread thread;
  private @Nullable Channel channel;
  private String lastComplaint = "";

  LossyPublisher(Link link) {
    this.link = link;
    this.thread = Thread.ofVirtual().name("broker-lossy").start(this::run);
  }

  void publish(Exchange exchange, String routingKey, byte[] body) {
    var note = new Note(exchange.wire(), routingKey, body);
    while (!waiting.offer(note)) {
      waiting.poll();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        send(waiting.take());
      }
    } catch (InterruptedException e) {
      LOG.debug("closed with {} messages unsent", waiting.size());
    }
  }

  private void send(Note note) {
    try {
      var open = open();
      var expiration = Dialect.of(open.getConnection()).expiration(LIFETIME);
      open.basicPublish(
          note.exchange,
          note.routingKey,
          new BasicProperties.Builder().deliveryMode(1).expiration(expiration).build(),
          note.body);
    } catch (IOException | AlreadyClosedException | BrokerLostException e) {
      complain("messages that may be lost are lost: " + Dialer.reason(e));
    }
  }

  private Channel open() throws IOException {
    var connection = link.unblocked();
    if (channel == null || !channel.isOpen()) {
      channel = Channels.open(connection);
      channel.addShutdownListener(cause -> {
        if (!cause.isHardError()) {
          complain("the broker refuses messages that may be lost: " + Dialer.reason(cause));
        }
      });
    }
    return channel;
  }

  /// Once for each reason in a row: progress comes every second.
  private synchronized void complain(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      LOG.warn("{}", complaint);
      lastComplaint = complaint;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Note(String exchange, String routingKey, byte[] body) {}
}
