package org.cardshop.core.identity;

import java.time.Duration;

/// How whoever guesses passwords is slowed down: each wrong one makes the next wait twice as long.
public final class Guessing {
  /// The wait after the first wrong one that counts.
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /// The wait never gets longer.
  public static final Duration LONGEST = Duration.ofMinutes(15);

  private Guessing() {}

  /// @param failures in a row, those that are forgiven not counted
  public static Duration waitAfter(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    // 2^10 s are more than the longest wait.
    var wait = SHORTEST.multipliedBy(1L << Math.min(failures - 1, 10));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
