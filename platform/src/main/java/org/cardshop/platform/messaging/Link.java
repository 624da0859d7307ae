package org.cardshop.platform.messaging;

import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection, made again whenever it is lost, until closed.
final class Link implements AutoCloseable {
  private static final int CLOSE_MILLIS = 5_000;
  // A connection that lasted this long was a good one: the next outage starts afresh.
  private static final Duration STABLE = Duration.ofSeconds(10);

  private final String purpose;
  private final Dialer dialer;
  private final Outage outage;
  private final Consumer<Connection> greeting;
  private final Backoff backoff = new Backoff();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Connection current;
  private boolean closed;
  private volatile @Nullable String blocked;

  /// @param greeting what to do with each new connection before anybody else uses it
  Link(String purpose, Dialer dialer, Outage outage, Consumer<Connection> greeting) {
    this.purpose = purpose;
    this.dialer = dialer;
    this.outage = outage;
    this.greeting = greeting;
  }

  /// Tries once, then goes on trying in the background.
  ///
  /// @throws BrokerRefusedException when the first attempt is refused; nothing goes on then
  void open() {
    try {
      adopt(dialer.dial(purpose));
    } catch (BrokerLostException e) {
      outage.begins(purpose, message(e));
    }
    Thread.ofVirtual().name("broker-" + purpose).start(this::keep);
  }

  /// @throws BrokerLostException when there is none at the moment
  Connection connection() {
    lock.lock();
    try {
      if (current == null) {
        throw new BrokerLostException(
            "no connection to the message broker" + outage.reason().map(r -> ": " + r).orElse(""));
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /// The same for publishing, which the broker may have stopped.
  ///
  /// @throws BrokerLostException also when the broker takes no messages for want of disk or memory
  Connection unblocked() {
    var connection = connection();
    var why = blocked;
    if (why != null) {
      throw new BrokerLostException("the message broker takes no messages at the moment: " + why);
    }
    return connection;
  }

  /// Waits for a connection; empty when closed.
  Optional<Connection> await() {
    lock.lock();
    try {
      while (current == null && !closed) {
        changed.awaitUninterruptibly();
      }
      return closed ? Optional.empty() : Optional.ofNullable(current);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Connection last;
    lock.lock();
    try {
      closed = true;
      last = current;
      current = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.abort(CLOSE_MILLIS);
    }
  }

  private void keep() {
    for (long since = System.nanoTime(); awaitLoss(); ) {
      if (System.nanoTime() - since > STABLE.toNanos()) {
        backoff.reset();
      }
      do {
        pause(backoff.next());
      } while (!again());
      since = System.nanoTime();
    }
  }

  /// Answers false when trying must go on.
  private boolean again() {
    try {
      return isClosed() || adopt(dialer.dial(purpose));
    } catch (BrokerLostException | BrokerRefusedException e) {
      // Refused after the start is an outage as well: the broker may ask a scheduler that is away.
      outage.begins(purpose, message(e));
      return false;
    }
  }

  private boolean adopt(Connection connection) {
    blocked = null;
    connection.addBlockedListener(why -> blocked = why, () -> blocked = null);
    connection.addShutdownListener(cause -> lost(connection, Dialer.reason(cause)));
    greeting.accept(connection);
    lock.lock();
    try {
      if (!closed && connection.isOpen()) {
        current = connection;
        outage.ends(purpose);
        changed.signalAll();
        return true;
      }
    } finally {
      lock.unlock();
    }
    connection.abort(CLOSE_MILLIS);
    return isClosed();
  }

  private void lost(Connection connection, String reason) {
    lock.lock();
    try {
      if (!closed) {
        outage.begins(purpose, reason);
      }
      if (connection.equals(current)) {
        current = null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// False when closed.
  private boolean awaitLoss() {
    lock.lock();
    try {
      while (current != null && !closed) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration duration) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if it happens, the pause is merely shorter.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
