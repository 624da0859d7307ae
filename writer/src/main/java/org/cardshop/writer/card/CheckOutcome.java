package org.cardshop.writer.card;

import java.time.Duration;

/// What comparing a card with an image found.
public sealed interface CheckOutcome {
  /// Every data and zero byte is right.
  record Matches(long bytes, Duration reading) implements CheckOutcome {}

  record Differs(String sentence) implements CheckOutcome {}

  /// The card or the image cannot be read.
  record Unreadable(String sentence) implements CheckOutcome {}

  /// The calling thread was interrupted; it still is.
  record Cancelled() implements CheckOutcome {}
}
