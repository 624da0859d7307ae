package org.cardshop.writer.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a person says of an image besides its name.
///
/// @param manifest the image's map; empty: the one beside the image, if any
/// @param bmap a block map instead; empty: the one beside the image, if any and if no manifest is
/// @param chunks directory with the chunks of an image of which only the manifest is here
/// @param patience how long a chunk may take to come, counted from the last that came
/// @param spool directory where a packed image is unpacked
public record Origin(
    Optional<Path> manifest,
    Optional<Path> bmap,
    Optional<Path> chunks,
    Duration patience,
    Path spool) {

  /// Nothing said.
  public static Origin plain(Path spool) {
    return new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, spool);
  }
}
