package org.cardshop.writer.chunk;

import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Chunk;

/// Where in its image a chunk stands.
///
/// @param before the chunk before it; empty for the first one
/// @param chunks those after it that are on this host, up to the first that is not
record Ahead(Optional<Chunk> before, List<Chunk> chunks) {
  /// @param most how far to look
  static Ahead of(ImageSource image, Chunk chunk, int most) {
    var all = image.manifest().chunks();
    int at = indexOf(all, chunk.offset());
    return new Ahead(
        at > 0 ? Optional.of(all.get(at - 1)) : Optional.empty(),
        all.subList(at + 1, Math.min(all.size(), at + 1 + most)).stream()
            .takeWhile(image::has)
            .toList());
  }

  private static int indexOf(List<Chunk> ascending, long offset) {
    int low = 0;
    int high = ascending.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending.get(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
