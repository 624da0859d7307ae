package org.cardshop.core.task;

import java.time.Duration;
import java.util.SplittableRandom;

/// When a failed task is tried again: exponential back-off with full jitter, and a budget.
public final class RetryPolicy {
  /// A task that took this many workers down with it is not given to another.
  static final int DEATHS_TO_QUARANTINE = 2;

  /// A person needs a while; looking again sooner helps nobody.
  static final Duration HUMAN_PAUSE = Duration.ofMinutes(2);

  private static final Duration BASE = Duration.ofSeconds(4);
  private static final Duration CEILING = Duration.ofMinutes(10);

  private RetryPolicy() {}

  /// How many attempts may fail before the task is given up.
  static int budget(TaskKind kind) {
    return switch (kind) {
      case CREATE -> 6;
      case WRITE -> 4;
    };
  }

  /// How long to wait after the n-th failure.
  ///
  /// @param failures so far, at least 1
  /// @param salt spreads the waits of different tasks; the same salt gives the same wait
  static Duration delay(int failures, long salt) {
    long ceiling = Math.min(CEILING.toMillis(), BASE.toMillis() << Math.min(failures - 1, 20));
    return Duration.ofMillis(new SplittableRandom(salt * 31 + failures).nextLong(ceiling + 1));
  }
}
