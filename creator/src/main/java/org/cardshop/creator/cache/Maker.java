package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.file.Path;

/// Makes a content that follows from others.
@FunctionalInterface
public interface Maker {
  /// @param part where the content goes; there is no file yet. Holes stay holes.
  void make(Path part) throws IOException, InterruptedException;
}
