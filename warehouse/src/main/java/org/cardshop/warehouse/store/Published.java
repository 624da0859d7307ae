package org.cardshop.warehouse.store;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;

/// An image that is complete.
///
/// @param bytes size of its manifest's file
/// @param named the chunks it is made of
public record Published(Manifest manifest, long bytes, Instant since, Set<Sha256> named) {
  static Published of(Manifest manifest, long bytes, Instant since) {
    return new Published(
        manifest,
        bytes,
        since,
        manifest.chunks().stream().map(Chunk::sha256).collect(Collectors.toUnmodifiableSet()));
  }
}
