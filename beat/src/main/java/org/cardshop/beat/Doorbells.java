package org.cardshop.beat;

import java.time.InstantSource;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Tasks;

/// Rings again for tasks that nobody has claimed: a message may be lost, a worker may have been
/// busy.
final class Doorbells {
  private static final int MANY = 500;

  private final Tasks tasks;
  private final Outside outside;
  private final InstantSource clock;

  Doorbells(Tasks tasks, Outside outside, InstantSource clock) {
    this.tasks = tasks;
    this.outside = outside;
    this.clock = clock;
  }

  /// For the oldest ones; whoever gets free asks for any task.
  void ring() {
    for (var task : tasks.waiting(clock.instant(), MANY)) {
      outside.ringDoorbell(task.value().channel(), task.id(), task.value().key());
      CrashPoint.at("doorbell.rung-again");
    }
  }
}
