package org.cardshop.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.storage.Tasks;

/// Takes tasks back whose leases ran out. After an outage of its own, of the broker or of the
/// database nobody could renew, so that every lease gets one fresh term first.
final class LeaseWatch {
  private static final int BATCH = 500;

  /// Two looks further apart than this: this process, or the database, stood still.
  private static final Duration GAP = Duration.ofSeconds(30);

  private final Production production;
  private final Tasks tasks;
  private final BooleanSupplier canHear;
  private final InstantSource clock;
  private final Duration lease;
  private Instant lastLook;
  private Instant blindUntil;

  /// @param canHear renewals can reach this monitor
  LeaseWatch(
      Production production,
      Tasks tasks,
      BooleanSupplier canHear,
      InstantSource clock,
      Duration lease) {
    this.production = production;
    this.tasks = tasks;
    this.canHear = canHear;
    this.clock = clock;
    this.lease = lease;
    lastLook = clock.instant();
    blindUntil = lastLook.plus(lease);
  }

  /// Looks once; call it every few seconds.
  void look() {
    try {
      takeBack(clock.instant());
    } catch (RuntimeException e) {
      // While the database is away nobody can renew either.
      blindUntil = clock.instant().plus(lease);
      throw e;
    }
  }

  private void takeBack(Instant now) {
    if (!canHear.getAsBoolean() || now.isAfter(lastLook.plus(GAP))) {
      blindUntil = now.plus(lease);
    }
    lastLook = now;
    // Asked also while nothing is done about it: only so is it known that the database is there.
    var over = tasks.withLeaseUntil(now, BATCH);
    if (now.isBefore(blindUntil)) {
      return;
    }
    for (var task : over) {
      var event = new TaskEvent.LeaseRanOut(task.value().state().attempts().epoch(), now);
      production.tell(new TaskId(task.id()), event, Map.of("by", "monitor"));
    }
    lastLook = clock.instant();
  }
}
