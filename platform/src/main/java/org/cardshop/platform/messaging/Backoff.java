package org.cardshop.platform.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before the next attempt: 100 ms doubled with each failure up to 10 s, then a
/// random half to whole of it, so that many who failed together do not come back together.
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 10_000;

  private int failures;

  synchronized Duration next() {
    long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
    failures++;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1));
  }

  synchronized void reset() {
    failures = 0;
  }
}
