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
import org.cardshop.platform.runtime.CrashPoint;
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

  private long pause(boolean wasAnswered) {
    var shortest = holds.get().stream().mapToLong(h -> h.lease().toMillis()).min();
    return Renewing.pause(shortest, wasAnswered, ThreadLocalRandom.current()::nextLong);
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
        CrashPoint.at("lease.extended");
        for (var hold : current) {
          Renewing.verdict(renewals, hold.task(), hold.epoch())
              .ifPresent(verdict -> apply(verdict, hold, askedAt));
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

  private static void apply(Renewing.Verdict verdict, Hold hold, long askedAt) {
    switch (verdict) {
      case Renewing.Renewed(var ticket) -> hold.renew(ticket, askedAt);
      case Renewing.Fenced(var why) -> hold.stop(why);
    }
  }

  /// Where renewals are asked for.
  interface Counter {
    Answer ask(List<Request.Held> held);
  }
}
