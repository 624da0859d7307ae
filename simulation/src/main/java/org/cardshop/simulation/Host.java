package org.cardshop.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A simulated process on a host of its own: it has a clock, and threads until it is killed.
final class Host implements InstantSource {
  /// When every simulation begins.
  static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  final String name;
  final List<Kernel.Fiber> fibers = new ArrayList<>();

  /// Nothing runs here before that time.
  long pausedUntil;

  /// How far its clock is off.
  Duration skew = Duration.ZERO;

  /// Nothing that it sends arrives.
  boolean isMute;

  /// Nothing arrives that it is sent.
  boolean isDeaf;

  boolean isUp;

  private final Kernel kernel;
  private final Runnable start;

  /// @param start spawns its fibers; what it remembers without a disk begins anew there
  Host(Kernel kernel, String name, Runnable start) {
    this.kernel = kernel;
    this.name = name;
    this.start = start;
  }

  @Override
  public Instant instant() {
    return BEGIN.plusMillis(kernel.now()).plus(skew);
  }

  /// Whether messages reach it, and what it says of them gets back.
  boolean hears() {
    return isUp && !isMute && !isDeaf;
  }

  void start() {
    isUp = true;
    start.run();
  }

  void kill() {
    isUp = false;
    kernel.kill(this);
  }

  void loop(String what, Duration every, Runnable turn) {
    kernel.spawn(
        this,
        what,
        () -> {
          while (true) {
            kernel.sleep(every.toMillis());
            try {
              turn.run();
            } catch (RuntimeException e) {
              // as Loop does: the next turn comes
            }
          }
        });
  }
}
