package org.cardshop.core.task;

import java.time.Instant;

/// A worker's hold on a task.
///
/// @param worker the worker's user name
/// @param boot which start of the worker's process; later ones are greater
/// @param slot where the worker does it; one task a slot
/// @param epoch rises with every grant of the task; only the newest one's holder may act
/// @param leaseUntil the hold lasts so long unless renewed
public record Grant(String worker, long boot, String slot, long epoch, Instant leaseUntil) {
  Grant until(Instant later) {
    return new Grant(worker, boot, slot, epoch, later.isAfter(leaseUntil) ? later : leaseUntil);
  }

  boolean isHeldBy(String someWorker, long someBoot, long someEpoch) {
    return worker.equals(someWorker) && boot == someBoot && epoch == someEpoch;
  }
}
