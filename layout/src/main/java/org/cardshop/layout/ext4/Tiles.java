package org.cardshop.layout.ext4;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The 4 MiB pieces of the image that are wholly free, from the front on. What fills one of them
/// alone is a chunk that looks the same in every image.
final class Tiles {
  /// Of a tile.
  static final int BLOCKS = 1024;

  /// Each a multiple of a tile.
  private final ArrayDeque<Run> runs = new ArrayDeque<>();

  private long count;

  /// @param free ascending
  /// @param boundary a block where a tile begins, the file system's first such
  Tiles(List<Run> free, long boundary) {
    for (var run : free) {
      long first = boundary + Math.ceilDiv(run.first() - boundary, BLOCKS) * BLOCKS;
      long tiles = Math.floorDiv(run.end() - first, BLOCKS);
      if (tiles > 0) {
        runs.add(new Run(first, tiles * BLOCKS));
        count += tiles;
      }
    }
  }

  long count() {
    return count;
  }

  /// Where the first one begins, or the given block when there is none.
  long first(long none) {
    return runs.isEmpty() ? none : runs.getFirst().first();
  }

  /// Takes the first ones.
  ///
  /// @param wanted as many as there are at most
  List<Run> next(long wanted) {
    var taken = new ArrayList<Run>();
    for (long missing = wanted * BLOCKS; missing > 0; ) {
      var run = runs.removeFirst();
      var part = new Run(run.first(), Math.min(missing, run.count()));
      if (part.count() < run.count()) {
        runs.addFirst(new Run(part.end(), run.count() - part.count()));
      }
      taken.add(part);
      missing -= part.count();
    }
    count -= wanted;
    return taken;
  }
}
