package org.cardshop.writer.card;

/// What is reported while a card is written, in this order; in repair mode all is read before
/// anything is written, so that [Verifying] comes first and goes on after [Writing]. Bytes only
/// grow, up to `total`, and each begins with a report of 0.
public sealed interface CardProgress {
  record Wiping() implements CardProgress {}

  record Wiped() implements CardProgress {}

  record Writing(long bytes, long total) implements CardProgress {}

  record Verifying(long bytes, long total) implements CardProgress {}

  /// Something about the card that a person should know; comes at any time and changes nothing.
  record Warning(String sentence) implements CardProgress {}

  record Done() implements CardProgress {}
}
