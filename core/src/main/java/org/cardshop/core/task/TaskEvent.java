package org.cardshop.core.task;

import java.time.Duration;
import java.time.Instant;

/// What happened to a task. Facts of workers arrive at least once and in any order.
public sealed interface TaskEvent {
  /// When it happened, as far as the teller knows.
  Instant at();

  /// A worker asks for the task.
  ///
  /// @param lease how long a grant lasts
  record Asked(String worker, long boot, String slot, Instant at, Duration lease)
      implements TaskEvent {}

  /// The holder says that it is alive.
  record Renewed(String worker, long boot, long epoch, Instant at, Duration lease)
      implements TaskEvent {}

  /// The holder has come to a step.
  record Stepped(Origin origin, Step step) implements Fact {}

  /// The holder gives the task back: this attempt failed, another may succeed.
  ///
  /// @param failure what becomes of the task when there is no other attempt
  record HandedBack(Origin origin, Trouble trouble, Failure failure) implements Fact {}

  /// The holder made it.
  record Finished(Origin origin, Product product) implements Fact {}

  /// The holder says that no attempt can succeed.
  record Broke(Origin origin, Failure failure) implements Fact {}

  /// The lease's end has come.
  record LeaseRanOut(long epoch, Instant at) implements TaskEvent {}

  /// The holder's process was started anew and knows nothing of the task.
  record HolderRestarted(String worker, long boot, Instant at) implements TaskEvent {}

  /// Somebody calls the task off.
  record CancelAsked(String by, Instant at) implements TaskEvent {}

  /// Somebody wants another slot to do it.
  record SlotSkipped(String by, Instant at) implements TaskEvent {}

  /// What a worker reports of a task that it was granted.
  sealed interface Fact extends TaskEvent permits Stepped, HandedBack, Finished, Broke {
    Origin origin();

    @Override
    default Instant at() {
      return origin().at();
    }
  }

  /// Who says so, of which grant, and in which order.
  record Origin(String worker, long epoch, Mark mark, Instant at) {}
}
