package org.cardshop.writer.card;

/// What is reported while a card is written, in this order. Bytes only grow, up to `total`, and
/// each begins with a report of 0.
public sealed interface CardProgress {
  record Wiping() implements CardProgress {}

  record Wiped() implements CardProgress {}

  record Writing(long bytes, long total) implements CardProgress {}

  record Verifying(long bytes, long total) implements CardProgress {}

  record Done() implements CardProgress {}
}
