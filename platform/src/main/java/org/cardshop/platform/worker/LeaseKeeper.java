package org.cardshop.platform.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.RequestTimeoutException;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the leases of all holds, in a thread of its own, whatever the work is doing.
final class LeaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(5);

  private final Counter counter;
  private final Supplier<Collection<Hold>> holds;
  private final Semaphore end = new Semaphore(0);
  private final Thread thread;

  LeaseKeeper(Counter counter, Supplier<Collection<Hold>> holds) {
    this.counter = counter;
    this.holds = holds;
    this.thread = Thread.ofPlatform().name("leases").start(this::run);
  }

  @Override
  public void close() {
    end.release();
    thread.interrupt();
    Threads.join(thread, LAST_ANSWER);
  }

  private void run() {
    try {
      boolean wasAnswered = true;
      do {
        wasAnswered = renewAll();
      } while (!end.tryAcquire(pause(wasAnswered), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("leases are no longer renewed", e);
    }
  }

  /// A quarter of the shortest lease. Jitter keeps a hundred workers from asking in the same
  /// instant after an outage.
  private long pause(boolean wasAnswered) {
    long quarter =
        holds.get().stream().mapToLong(h -> h.lease().toMillis() / 4).min().orElse(IDLE.toMillis());
    long usual = wasAnswered ? quarter : Math.min(SOON.toMillis(), quarter);
    return usual - ThreadLocalRandom.current().nextLong(usual / 5 + 1);
  }

  private boolean renewAll() {
    var current = holds.get();
    if (current.isEmpty()) {
      return true;
    }
    long askedAt = System.nanoTime();
    try {
      var held = current.stream().map(h -> new Request.Held(h.task(), h.epoch())).toList();
      if (counter.ask(held) instanceof Answer.Renewals renewals) {
        for (var renewal : renewals.renewals()) {
          current.stream()
              .filter(h -> h.task().equals(renewal.task()) && h.epoch() == renewal.epoch())
              .forEach(h ->
                  renewal
                      .ticket()
                      .ifPresentOrElse(t -> h.renew(t, askedAt), () -> h.stop(renewal.why())));
        }
        if (renewals.isDrained()) {
          current.forEach(h -> h.tell(new Command.Drain()));
        }
        return true;
      }
      LOG.warn("The monitor answered a renewal with something else; trying again.");
    } catch (RequestTimeoutException
        | BrokerLostException
        | UnroutableException
        | MalformedException e) {
      LOG.warn("Leases could not be renewed: {}. Trying again.", e.getMessage());
    }
    return false;
  }

  /// Where renewals are asked for.
  interface Counter {
    Answer ask(List<Request.Held> held);
  }
}
