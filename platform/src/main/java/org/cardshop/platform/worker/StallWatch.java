package org.cardshop.platform.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.runtime.Loop;
import org.cardshop.platform.wire.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after work that is alive and does not go on: interrupts it and lets it go on from where it
/// can, once; then its attempt has failed, with its cause.
final class StallWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
  private static final Duration OFTEN = Duration.ofSeconds(10);
  private static final int LOOKS = 10;

  private final Duration limit;
  private final Supplier<Collection<Hold>> holds;
  private final Reports reports;
  private final Loop loop;

  /// An attempt at a task.
  interface Attempt {
    Product run() throws TroubleException, InterruptedException;
  }

  /// @param limit how long work may show nothing new
  StallWatch(Duration limit, Supplier<Collection<Hold>> holds, Reports reports) {
    this.limit = limit;
    this.holds = holds;
    this.reports = reports;
    var look = limit.dividedBy(LOOKS);
    this.loop = Loop.every(look.compareTo(OFTEN) < 0 ? look : OFTEN, "stalls", this::lookAtAll);
  }

  /// Does the work; again, when it was interrupted for showing nothing new.
  ///
  /// @throws TroubleException also when it stalled once more without having come further
  Product persist(Hold hold, Attempt work) throws TroubleException, InterruptedException {
    while (true) {
      try {
        return work.run();
      } catch (TroubleException | InterruptedException | RuntimeException e) {
        var stall = hold.takeStall();
        if (stall.isEmpty()) {
          throw e;
        }
        LOG.warn("Task {} {}", hold.task(), stall.get().reason(), e);
        if (stall.get().isLast()) {
          throw new TroubleException(Trouble.TRANSIENT, "It " + stall.get().reason(), e);
        }
        hold.tell(stall.get().reason() + " It was interrupted and goes on from where it can.");
      }
    }
  }

  private void lookAtAll() {
    holds.get().forEach(this::lookAt);
  }

  private void lookAt(Hold hold) {
    var abandoned = hold.lookForStall(System.nanoTime(), limit);
    if (abandoned.isPresent()) {
      var reason = "It " + abandoned.get() + " It does not end; start the worker anew.";
      LOG.error("Task {}: {}", hold.task(), reason);
      try {
        reports.say(
            new Fact.TaskRetried(
                hold.task(),
                hold.epoch(),
                Trouble.TRANSIENT,
                new Failure(hold.breakingIn(), reason)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
