package org.cardshop.platform.runtime;

/// How fast something goes, smoothed over some seconds, and when it will be done.
public final class Pace {
  /// Nanoseconds that weigh in.
  private static final double MEMORY = 5e9;

  private long since;
  private long bytes;
  private double rate;
  private boolean isBegun;

  /// @param nanos of a clock that only goes forward
  /// @param done bytes so far; fewer than before begins anew
  public void on(long nanos, long done) {
    if (!isBegun || done < bytes) {
      isBegun = true;
      rate = 0;
    } else if (nanos > since) {
      double now = (done - bytes) * 1e9 / (nanos - since);
      double weight = rate == 0 ? 1 : 1 - Math.exp(-(nanos - since) / MEMORY);
      rate += weight * (now - rate);
    } else {
      return;
    }
    since = nanos;
    bytes = done;
  }

  /// Bytes a second; 0 as long as nothing is known.
  public long rate() {
    return Math.round(rate);
  }

  /// Seconds that `rest` bytes will take; -1 as long as nothing is known.
  public long seconds(long rest) {
    return rate < 1 ? -1 : (long) Math.ceil(rest / rate);
  }
}
