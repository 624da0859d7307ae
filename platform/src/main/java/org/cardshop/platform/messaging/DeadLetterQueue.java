package org.cardshop.platform.messaging;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.platform.digest.Digests;
import org.cardshop.platform.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/// Looks through the queue of dead letters: gets messages without acknowledging them and gives all
/// back. One look at a time, and all on one channel: what one look gave back is there for the next.
/// Whoever looks from elsewhere at the same moment sees the rest only.
final class DeadLetterQueue implements DeadLetters, AutoCloseable {
  private static final int ID_DIGITS = 24;

  private final Link link;
  private final Publisher publisher;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Channel channel;

  DeadLetterQueue(Link link, Publisher publisher) {
    this.link = link;
    this.publisher = publisher;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Message(String id, long tag, byte[] body) {}

  /// @param beyond how many more lie in the queue
  private record Sight(Channel channel, List<Message> messages, int beyond) {
    List<Message> copies(String id) {
      return messages.stream().filter(m -> m.id().equals(id)).toList();
    }

    void acknowledge(List<Message> done) throws IOException {
      for (var message : done) {
        channel.basicAck(message.tag(), false);
      }
    }
  }

  private interface Reading<T> {
    T of(Sight sight) throws IOException;
  }

  @Override
  public Look look() {
    return reading(sight -> {
      var letters = new LinkedHashMap<String, Found>();
      for (var m : sight.messages()) {
        letters.merge(
            m.id(),
            new Found(m.id(), read(m.body()), 1),
            (a, b) -> new Found(a.id(), a.letter(), a.copies() + b.copies()));
      }
      return new Look(List.copyOf(letters.values()), sight.beyond());
    });
  }

  @Override
  public boolean redrive(String id) {
    return reading(sight -> {
      var copies = sight.copies(id);
      if (copies.isEmpty()) {
        return false;
      }
      publish(read(copies.getFirst().body()));
      sight.acknowledge(copies);
      return true;
    });
  }

  @Override
  public boolean remove(String id) {
    return reading(sight -> {
      var copies = sight.copies(id);
      sight.acknowledge(copies);
      return !copies.isEmpty();
    });
  }

  private void publish(DeadLetter letter) {
    var exchange = letter.exchange();
    if (!exchange.isEmpty()
        && Arrays.stream(Exchange.values()).noneMatch(e -> e.wire().equals(exchange))) {
      throw new UnroutableException("there is no exchange '" + exchange + "'");
    }
    publisher.publish(
        new Letter(exchange, letter.routingKey(), Publisher.persistent(), letter.body()));
  }

  private <T> T reading(Reading<T> reading) {
    turn.lock();
    try {
      var open = open();
      try {
        return reading.of(look(open));
      } finally {
        giveBack(open);
      }
    } catch (IOException | AlreadyClosedException e) {
      throw new BrokerLostException(
          "the dead letters cannot be looked through: " + Dialer.reason(e), e);
    } finally {
      turn.unlock();
    }
  }

  private Channel open() throws IOException {
    var connection = link.connection();
    if (channel == null || !channel.isOpen()) {
      channel = Channels.open(connection);
    }
    return channel;
  }

  private static Sight look(Channel open) throws IOException {
    boolean countsAll = Dialect.of(open.getConnection()).countsWhatWasGot();
    var messages = new ArrayList<Message>();
    int beyond = 0;
    GetResponse got;
    while (messages.size() < BOUND && (got = open.basicGet(Queues.DEAD, false)) != null) {
      var body = got.getBody();
      messages.add(new Message(id(body), got.getEnvelope().getDeliveryTag(), body));
      beyond = got.getMessageCount() - (countsAll ? messages.size() : 0);
    }
    return new Sight(open, messages, Math.max(0, beyond));
  }

  /// Everything that is not acknowledged; on a channel that broke the broker does it by itself.
  private static void giveBack(Channel open) throws IOException {
    if (open.isOpen()) {
      open.basicRecover(true);
    }
  }

  private static String id(byte[] body) {
    return Digests.sha256(ByteBuffer.wrap(body)).hex().substring(0, ID_DIGITS);
  }

  private static DeadLetter read(byte[] body) {
    try {
      return DeadLetter.read(body);
    } catch (MalformedException e) {
      return new DeadLetter(
          Queues.DEAD, "", "", body, "It is no dead letter at all: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (channel != null) {
        Channels.leave(channel);
      }
    } finally {
      turn.unlock();
    }
  }
}
