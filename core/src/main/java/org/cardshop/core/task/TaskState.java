package org.cardshop.core.task;

import java.time.Instant;
import java.util.Optional;

/// Where a task stands. Exactly one at a time; a state carries only what is true in that state.
public sealed interface TaskState {
  Attempts attempts();

  /// Waits for a worker.
  record Pending(Attempts attempts) implements TaskState {}

  /// Granted; nothing was heard of the work yet.
  record Claimed(Attempts attempts, Grant grant) implements TaskState {}

  /// The holder is at it.
  ///
  /// @param mark of the last fact that counted
  record Running(Attempts attempts, Grant grant, Step step, Mark mark) implements TaskState {}

  /// Waits for its turn after something went wrong.
  ///
  /// @param notBefore earliest time of the next grant
  /// @param trouble what the holder said it was when it gave up itself; empty when it did not
  /// @param cut the grant whose lease ran out, which its holder may still take up again; empty when
  ///   the holder gave up itself
  record Retryable(
      Attempts attempts,
      Instant notBefore,
      String reason,
      Optional<Trouble> trouble,
      Optional<Cut> cut)
      implements TaskState {
    /// The holder did not give up itself.
    public Retryable(Attempts attempts, Instant notBefore, String reason, Optional<Cut> cut) {
      this(attempts, notBefore, reason, Optional.empty(), cut);
    }

    /// The holder gave up itself.
    public Retryable(Attempts attempts, Instant notBefore, String reason, Trouble trouble) {
      this(attempts, notBefore, reason, Optional.of(trouble), Optional.empty());
    }

    public boolean needsHuman() {
      return trouble.filter(t -> t == Trouble.NEEDS_HUMAN).isPresent();
    }
  }

  /// Terminal: done, and this came of it.
  record Succeeded(Attempts attempts, Product product) implements TaskState {}

  /// Terminal: given up.
  record Discarded(Attempts attempts, Failure failure) implements TaskState {}

  /// Terminal: called off.
  record Cancelled(Attempts attempts, String by) implements TaskState {}

  /// A hold that was interrupted, with all that is needed to take it up again.
  record Cut(Grant grant, Optional<Step> step, Mark mark) {}

  default boolean isTerminal() {
    return switch (this) {
      case Pending _, Claimed _, Running _, Retryable _ -> false;
      case Succeeded _, Discarded _, Cancelled _ -> true;
    };
  }

  /// Who holds the task now.
  default Optional<Grant> holder() {
    return switch (this) {
      case Claimed c -> Optional.of(c.grant());
      case Running r -> Optional.of(r.grant());
      case Pending _, Retryable _, Succeeded _, Discarded _, Cancelled _ -> Optional.empty();
    };
  }

  /// The status on the wire (design §4).
  default String status() {
    return switch (this) {
      case Pending _, Claimed _, Retryable _ -> "pending";
      case Running r -> r.step().wire();
      case Succeeded(_, Product.Image _) -> "uploaded";
      case Succeeded(_, Product.Card _) -> "written";
      case Discarded d -> d.failure().status().wire();
      case Cancelled _ -> "canceled";
    };
  }
}
