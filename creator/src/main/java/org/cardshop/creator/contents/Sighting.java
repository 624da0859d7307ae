package org.cardshop.creator.contents;

import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.creator.oci.RemoteImage;
import org.cardshop.creator.source.Found;
import org.cardshop.platform.recipe.Checksum;

/// What a source said of a content before any of it was fetched.
public sealed interface Sighting {
  /// Bytes to fetch, when the source tells.
  OptionalLong size();

  /// @param checksum of kind digest
  record AtUrl(String url, Found found, Optional<Checksum> checksum) implements Sighting {
    @Override
    public OptionalLong size() {
      return found.size();
    }

    /// Whether it lies on this machine, where it is used in place.
    public boolean isLocal() {
      return url.regionMatches(true, 0, "file:", 0, "file:".length());
    }
  }

  record InRegistry(RemoteImage image) implements Sighting {
    @Override
    public OptionalLong size() {
      return OptionalLong.of(image.size());
    }
  }
}
