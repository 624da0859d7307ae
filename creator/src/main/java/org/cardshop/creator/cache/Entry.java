package org.cardshop.creator.cache;

import java.time.Instant;

/// One content of a cache, as its policy sees it.
///
/// @param name of the object
/// @param origin the URL that gave it, without its login, the container image's name, or the key it
///   follows from
/// @param onDisk bytes that it takes, its holes left out
/// @param came when it was fetched or made
/// @param used when it was used last
record Entry(String name, Kind kind, String origin, long onDisk, Instant came, Instant used) {
  /// A policy has rules for each of the first two; what follows from contents is bound by those for
  /// the whole cache alone.
  enum Kind {
    FILE,
    IMAGE,
    DERIVED
  }
}
