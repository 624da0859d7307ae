package org.cardshop.writer.card;

/// How the work on a card ended. Only [Written] is a good card; after anything else the card does
/// not start, because its first MiB is written last.
public sealed interface CardOutcome {
  /// Every data and zero byte of the image was read back from the medium and is right.
  record Written(Certificate certificate) implements CardOutcome {}

  /// The card itself failed: throw it away.
  ///
  /// @param sentence says where
  record Bad(CardStep during, String sentence) implements CardOutcome {}

  /// The card was pulled or is another one now.
  record Pulled(CardStep during, String sentence) implements CardOutcome {}

  /// The image's bytes could not be had; the card is not to blame.
  record SourceFailed(CardStep during, String sentence) implements CardOutcome {}

  /// The calling thread was interrupted; it still is.
  record Cancelled(CardStep during) implements CardOutcome {}
}
