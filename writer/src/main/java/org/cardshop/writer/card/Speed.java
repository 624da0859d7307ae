package org.cardshop.writer.card;

import java.time.Duration;

/// How fast a card took or gave its bytes.
///
/// @param bytes in all
/// @param start bytes a second in the first second
/// @param median bytes a second in the middle of all seconds
/// @param slowest bytes a second in the slowest second
public record Speed(long bytes, Duration time, long start, long median, long slowest) {
  /// Bytes a second over the whole time; 0 when nothing was moved.
  public long mean() {
    return time.isZero() ? 0 : Math.round(bytes * 1e9 / time.toNanos());
  }
}
