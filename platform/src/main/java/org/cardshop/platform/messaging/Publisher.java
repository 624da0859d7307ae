package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Publishes and waits for the confirmation. Many threads share one channel: they wait together.
final class Publisher implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Link link;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable ConfirmingChannel channel;

  Publisher(Link link) {
    this.link = link;
  }

  static BasicProperties.Builder persistent() {
    return new BasicProperties.Builder().deliveryMode(2);
  }

  /// For what is worth nothing after a restart of the broker.
  static BasicProperties.Builder passing() {
    return new BasicProperties.Builder().deliveryMode(1);
  }

  /// The property of a message that may vanish when nobody takes it in time.
  String expiration(Duration after) {
    return Dialect.of(link.connection()).expiration(after);
  }

  /// Hands over all, in their order, and waits for all together.
  ///
  /// @throws UnroutableException when there is no queue for one or more; the others were confirmed
  /// @throws BrokerLostException when one or more were not confirmed; any may have arrived
  void publish(List<Letter> letters) {
    try {
      var unroutable = Optional.<UnroutableException>empty();
      for (var confirmed : handedOver(letters)) {
        try {
          await(confirmed);
        } catch (UnroutableException e) {
          unroutable = Optional.of(e);
        }
      }
      if (unroutable.isPresent()) {
        throw unroutable.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerLostException("interrupted before the message was confirmed", e);
    } catch (IOException | AlreadyClosedException e) {
      throw new BrokerLostException(
          "the connection was lost while publishing: " + Dialer.reason(e), e);
    }
  }

  void publish(Letter letter) {
    publish(List.of(letter));
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      turn.unlock();
    }
  }

  private List<CompletableFuture<Void>> handedOver(List<Letter> letters)
      throws IOException, InterruptedException {
    if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new BrokerLostException("the message broker takes nothing from the connection");
    }
    try {
      var sent = new ArrayList<CompletableFuture<Void>>();
      for (var letter : letters) {
        sent.add(open().send(letter));
      }
      return sent;
    } finally {
      turn.unlock();
    }
  }

  private ConfirmingChannel open() throws IOException {
    var connection = link.unblocked();
    if (channel == null || !channel.isOpen()) {
      channel = new ConfirmingChannel(connection);
    }
    return channel;
  }

  private static void await(CompletableFuture<Void> confirmed) throws InterruptedException {
    try {
      confirmed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new BrokerLostException(
          "the message broker did not confirm within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      // Made in another thread: thrown anew, so that the trace shows who published.
      if (e.getCause() instanceof UnroutableException unroutable) {
        throw new UnroutableException(String.valueOf(unroutable.getMessage()));
      }
      throw BrokerLostException.behind(e);
    }
  }
}
