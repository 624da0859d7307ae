package org.cardshop.layout.ext4;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Contents that have tiles to themselves: one large content, or many small ones in a single tile.
final class Load {
  private final List<Inode.File> files;
  private final long blocks;
  private long tiles;

  Load(List<Inode.File> files) {
    this.files = List.copyOf(files);
    blocks = files.stream().mapToLong(Inode::blocks).sum();
    tiles = Math.ceilDiv(blocks, Tiles.BLOCKS);
  }

  List<Inode.File> files() {
    return files;
  }

  long blocks() {
    return blocks;
  }

  long tiles() {
    return tiles;
  }

  /// Blocks in the last tile when it is not full.
  long end() {
    return blocks % Tiles.BLOCKS;
  }

  /// Gives up its last tiles.
  ///
  /// @return how many blocks lose their place by that
  long give(long given) {
    long before = outside();
    tiles -= given;
    return outside() - before;
  }

  /// Takes its tiles, of which all are wholly free.
  ///
  /// @param gaps gets what remains of the last tile
  /// @return where each of the files lies, as far as the tiles reach
  List<List<Run>> place(Tiles from, FreeBlocks free, List<Run> gaps) {
    var runs = new ArrayDeque<>(from.next(tiles));
    runs.forEach(free::take);
    var places = new ArrayList<List<Run>>(files.size());
    for (var file : files) {
      var place = new ArrayList<Run>();
      for (long missing = file.blocks(); missing > 0 && !runs.isEmpty(); ) {
        var run = runs.removeFirst();
        var part = new Run(run.first(), Math.min(missing, run.count()));
        if (part.end() < run.end()) {
          runs.addFirst(new Run(part.end(), run.end() - part.end()));
        }
        place.add(part);
        missing -= part.count();
      }
      places.add(place);
    }
    gaps.addAll(runs);
    return places;
  }

  private long outside() {
    return Math.max(0, blocks - tiles * Tiles.BLOCKS);
  }
}
