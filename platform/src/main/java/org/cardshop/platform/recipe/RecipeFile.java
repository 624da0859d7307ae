package org.cardshop.platform.recipe;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/// One entry of a recipe's `files`.
///
/// @param path of the entry in the recipe, as in `files[2]`
/// @param origin where the content comes from
/// @param to path below `/data/` without that prefix: `books/atlas.pdf`; empty for an archive that
///   is unpacked to `/data` itself
/// @param via how the content becomes files
/// @param size bytes of the content (unpacked, for archives), as declared
/// @param checksum of the content
public record RecipeFile(
    String path,
    Origin origin,
    String to,
    Via via,
    OptionalLong size,
    Optional<Checksum> checksum) {

  /// Where a content comes from.
  public sealed interface Origin {
    /// Fetched from here.
    record Url(String url) implements Origin {}

    /// Written in the recipe itself.
    record Text(String text) implements Origin {
      /// The content's bytes.
      public byte[] bytes(Via via) {
        return via == Via.BASE64
            ? Base64.getDecoder().decode(text.replaceAll("\\s", ""))
            : text.getBytes(StandardCharsets.UTF_8);
      }
    }
  }
}
