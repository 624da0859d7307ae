package org.cardshop.platform.runtime;

import java.time.Duration;

/// Waiting for threads to end.
public final class Threads {
  private Threads() {}

  /// Waits for the thread's end, at most so long. An interruption ends the wait and stays set.
  ///
  /// @return it has ended
  public static boolean join(Thread thread, Duration limit) {
    try {
      return thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
