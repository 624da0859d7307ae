package org.cardshop.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/// What takes the place of clocks and dice, so that a recipe always gives the same bytes.
public final class Stable {
  /// The time of everything that a build puts on a card.
  public static final Instant TIME = Instant.parse("2025-01-01T00:00:00Z");

  public static final FileTime FILE_TIME = FileTime.from(TIME);
  public static final String SECONDS = Long.toString(TIME.getEpochSecond());

  private Stable() {}

  /// Seed of the file system's hashed folders.
  public static UUID hashSeed(UUID fileSystem) {
    return UUID.nameUUIDFromBytes(("hash seed " + fileSystem).getBytes(StandardCharsets.US_ASCII));
  }
}
