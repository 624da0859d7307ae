package org.cardshop.warehouse.store;

import java.util.Optional;
import org.cardshop.core.image.Manifest;

/// An image by the channel it is filed under and its own name. Both are safe as names of files.
public record ImageName(String channel, String image) {
  public ImageName {
    Manifest.requireName(channel);
    Manifest.requireName(image);
  }

  /// Nothing when the two cannot name an image.
  public static Optional<ImageName> of(String channel, String image) {
    try {
      return Optional.of(new ImageName(channel, image));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return channel + "/" + image;
  }
}
