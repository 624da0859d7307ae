package org.cardshop.platform.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ends of threads.
public final class Threads {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  /// From now on, threads of this process that a failure ends leave an entry in the log.
  public static void logDeaths() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("The thread {} died", thread.getName(), failure));
  }

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
