package org.cardshop.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.TaskEvent.Origin;

/// One write task, `writer-1` that holds its second grant, and what may be said of them.
final class TaskSamples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(90);
  static final TaskKey CARD = new TaskKey("68a1", TaskKind.WRITE, 3);
  static final TaskKey BUILD = new TaskKey("68a1", TaskKind.CREATE, 1);
  static final Attempts SECOND = new Attempts(2, 0, Set.of());
  static final Grant GRANT = new Grant("writer-1", 7, "A-01", 2, NOW.plus(LEASE));
  static final Product CARD_MADE = new Product.Card("mmc:1234", "A-01", 4096, 0);
  static final Product IMAGE_MADE = new Product.Image("68a1", 4096, Sha256.of(new byte[1]));
  static final Failure BAD_CARD =
      new Failure(Failure.Status.FAILED_TO_WRITE, "The card does not take writes. Use another.");

  private TaskSamples() {}

  static TaskState claimed() {
    return new TaskState.Claimed(SECOND, GRANT);
  }

  static TaskState running(Step step) {
    return running(SECOND, step);
  }

  static TaskState running(Attempts attempts, Step step) {
    return new TaskState.Running(attempts, GRANT, step, new Mark(7, 10));
  }

  /// The lease of the running holder ran out.
  static TaskState cut() {
    return new TaskState.Retryable(
        new Attempts(2, 0, Set.of("writer-1/7")),
        NOW,
        "not heard of",
        Optional.of(
            new TaskState.Cut(GRANT, Optional.of(Step.WriteStep.DOWNLOADING), new Mark(7, 10))));
  }

  static TaskState givenBack() {
    return new TaskState.Retryable(SECOND, NOW.plusSeconds(30), "no network", Optional.empty());
  }

  /// A fact of the holder's that nobody has seen before.
  static Origin fresh() {
    return new Origin("writer-1", 2, new Mark(7, 11), NOW);
  }

  static Origin repeated() {
    return new Origin("writer-1", 2, new Mark(7, 10), NOW);
  }

  /// Said by whoever had the grant before.
  static Origin fenced() {
    return new Origin("writer-1", 1, new Mark(7, 12), NOW);
  }
}
