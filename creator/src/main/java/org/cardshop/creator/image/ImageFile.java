package org.cardshop.creator.image;

import java.nio.file.Path;

/// The image while it is made. The tools run in its folder and are given its plain name, so that no
/// folder's name can be mistaken for their options (`?offset=`, `@@`).
record ImageFile(Path folder) {
  static final String NAME = "image.img";

  Path path() {
    return folder.resolve(NAME);
  }
}
