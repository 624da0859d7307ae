package org.cardshop.writer.card;

import java.time.Duration;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.device.MediumId;

/// How the work on a card ended. Only [Written] is a good card; after anything else the card does
/// not start, because its first MiB is written last.
public sealed interface CardOutcome {
  /// Every data and zero byte of the image was read back from the medium and is right.
  ///
  /// @param image digest of the image that the card holds
  /// @param bytesWritten data and zero bytes of the image, without rewrites
  /// @param bytesVerified those read back
  /// @param rewrites stretches that had to be written again, each time counted
  record Written(
      MediumId medium,
      Sha256 image,
      long bytesWritten,
      long bytesVerified,
      int rewrites,
      Duration wiping,
      Duration writing,
      Duration verifying)
      implements CardOutcome {}

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
