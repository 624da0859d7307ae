package org.cardshop.creator.cache;

import java.net.URI;
import java.util.Optional;
import org.cardshop.creator.source.Source;
import org.cardshop.platform.recipe.Checksum;

/// A content that a recipe asks for.
///
/// @param checksum of kind digest, when the recipe gives one
public record Wanted(String url, Optional<Checksum> checksum) {
  /// The URL as it may be remembered: without a login.
  String origin() {
    return Source.shown(URI.create(url));
  }
}
