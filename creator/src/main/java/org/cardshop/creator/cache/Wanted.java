package org.cardshop.creator.cache;

import java.util.Optional;
import org.cardshop.platform.recipe.Checksum;

/// A content that a recipe asks for.
///
/// @param checksum of kind digest, when the recipe gives one
public record Wanted(String url, Optional<Checksum> checksum) {}
