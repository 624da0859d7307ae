package org.cardshop.beat;

import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Leases;

/// Which of the beats does what one is enough for. Saves work and nothing else: a leader that was
/// held up may meet its successor, and both do no harm.
final class Leadership implements AutoCloseable {
  /// With a look every two seconds a successor leads at most 12 s after a leader stopped.
  static final Duration TERM = Duration.ofSeconds(10);

  private static final String ROLE = "beat";

  private final Leases leases;
  private final String holder;
  private final InstantSource clock;

  /// @param holder names this process among the beats
  Leadership(Leases leases, String holder, InstantSource clock) {
    this.leases = leases;
    this.holder = holder;
    this.clock = clock;
  }

  /// Does it when this process leads.
  void lead(Runnable work) {
    if (leases.take(ROLE, holder, clock.instant(), TERM)) {
      CrashPoint.at("beat.leads");
      work.run();
    }
  }

  @Override
  public void close() {
    leases.release(ROLE, holder);
  }
}
