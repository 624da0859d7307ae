package org.cardshop.writer.card;

import java.time.Duration;

/// How a card is worked on.
///
/// @param writesInFlight requests of 4 MiB that the kernel has at once while writing
/// @param readsInFlight likewise while reading back
/// @param patience after so long without any answer fewer requests are made; after three times as
///   long the card is given up
/// @param lookEvery how often it is looked whether the card is still there; less than 4 s, so that
///   a pulled one is known within 5 s
/// @param badStretches more stretches than these must not come back wrong: the card is worn out
/// @param slow share of its usual speed below which a card is said to slow down
/// @param discardFrom bytes that must read as zero from which on it pays to try whether discarding
///   makes them so
public record Tuning(
    int writesInFlight,
    int readsInFlight,
    Duration patience,
    Duration lookEvery,
    int badStretches,
    double slow,
    long discardFrom) {

  /// Three writes and eight reads saturate every card and disk that was measured.
  public static final Tuning USUAL =
      new Tuning(3, 8, Duration.ofSeconds(20), Duration.ofSeconds(1), 16, 1.0 / 3, 64L << 20);

  public Tuning {
    if (writesInFlight < 1 || readsInFlight < 1) {
      throw new IllegalArgumentException("at least one request must be in flight");
    }
  }
}
