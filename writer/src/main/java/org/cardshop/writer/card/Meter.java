package org.cardshop.writer.card;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/// Counts the bytes of a step, reports each change, and keeps what was moved in each second.
final class Meter {
  private static final long SECOND = 1_000_000_000L;

  /// Seconds that are looked at together: a card that pauses to tidy up is not yet slow.
  private static final int WINDOW = 10;

  private final CardListener listener;
  private final LongFunction<CardProgress> report;
  private final LongSupplier ticker;
  private final Consumer<Speed> slowed;
  private final double slow;
  private final long begun;
  private long[] seconds = new long[64];
  private int whole;
  private long bytes;
  private long moved;
  private boolean isSlow;

  /// @param slow share of the usual speed below which `slowed` is told, once
  Meter(
      CardListener listener,
      LongFunction<CardProgress> report,
      LongSupplier ticker,
      double slow,
      Consumer<Speed> slowed) {
    this.listener = listener;
    this.report = report;
    this.ticker = ticker;
    this.slow = slow;
    this.slowed = slowed;
    begun = ticker.getAsLong();
    listener.on(report.apply(0));
  }

  /// Bytes that went over the wire.
  void move(long more) {
    add(more, more);
  }

  /// Bytes that were dealt with in another way.
  void settle(long more) {
    add(more, 0);
  }

  private synchronized void add(long more, long overTheWire) {
    int now = (int) ((ticker.getAsLong() - begun) / SECOND);
    if (now >= seconds.length) {
      seconds = Arrays.copyOf(seconds, Math.max(now + 1, 2 * seconds.length));
    }
    bytes += more;
    moved += overTheWire;
    if (now > whole) {
      whole = now;
      tellWhenSlow();
    }
    seconds[now] += overTheWire;
    listener.on(report.apply(bytes));
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized Speed speed() {
    var time = Duration.ofNanos(ticker.getAsLong() - begun);
    int full = (int) time.toSeconds();
    if (full == 0) {
      long mean = time.isZero() ? 0 : Math.round(moved * 1e9 / time.toNanos());
      return new Speed(moved, time, mean, mean, mean);
    }
    var sorted = Arrays.copyOf(seconds, full);
    Arrays.sort(sorted);
    return new Speed(moved, time, seconds[0], sorted[full / 2], sorted[0]);
  }

  private void tellWhenSlow() {
    if (isSlow || whole < 2 * WINDOW) {
      return;
    }
    long recent = 0;
    for (int i = whole - WINDOW; i < whole; i++) {
      recent += seconds[i];
    }
    var speed = speed();
    if (recent < slow * WINDOW * speed.median()) {
      isSlow = true;
      slowed.accept(
          new Speed(recent, Duration.ofSeconds(WINDOW), speed.start(), speed.median(), 0));
    }
  }
}
