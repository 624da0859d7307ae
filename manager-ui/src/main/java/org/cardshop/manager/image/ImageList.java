package org.cardshop.manager.image;

import java.util.List;
import org.cardshop.manager.web.Pages;

/// A page of images.
///
/// @param mayHandle whether whoever looks may keep or delete them
public record ImageList(List<StoredImage> images, boolean mayHandle, Pages pages) {
  public ImageList {
    images = List.copyOf(images);
  }
}
