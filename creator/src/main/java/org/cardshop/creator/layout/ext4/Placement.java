package org.cardshop.creator.layout.ext4;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Where everything lies.
///
/// The file system's own tables come first, all together, so that the rest is one stretch broken
/// only by the copies of the super block. Large contents take tiles of their own. Everything else
/// is a stream that runs through what is left, from the front on: folders, links, small contents,
/// and the ends of large contents where space is too short to leave the rest of their tile empty.
///
/// @param blockBitmaps one block a group
/// @param inodeBitmaps likewise
/// @param tables the inode tables by group
/// @param places by number of the inode
/// @param free ascending
record Placement(
    Geometry geometry,
    Run blockBitmaps,
    Run inodeBitmaps,
    List<Run> tables,
    Map<Integer, Place> places,
    List<Run> free) {
  /// Contents from this size on are large.
  static final long LARGE = (long) Tiles.BLOCKS * Geometry.BLOCK;

  /// Of one inode.
  ///
  /// @param blocks its own, in their order
  /// @param tree those that say where its own lie
  record Place(List<Run> blocks, List<Run> tree) {
    long treeCount() {
      return tree.stream().mapToLong(Run::count).sum();
    }
  }

  /// @param boundary the first block that begins a tile of the image
  /// @return empty when there is not room for all
  static Optional<Placement> of(Geometry geometry, long boundary, Collection<Inode> inodes) {
    var free = new FreeBlocks(geometry.blocks());
    for (int group = 0; group < geometry.groups(); group++) {
      if (Geometry.hasCopy(group)) {
        free.take(new Run(Geometry.start(group), geometry.copySize(group)));
      }
    }
    var blockBitmaps = free.inARow(geometry.groups());
    var inodeBitmaps = free.inARow(geometry.groups());
    var tables = new ArrayList<Run>();
    for (int group = 0; group < geometry.groups(); group++) {
      free.inARow(geometry.tableBlocks()).ifPresent(tables::add);
    }
    var journal = free.inARow(geometry.journalBlocks());
    if (blockBitmaps.isEmpty()
        || inodeBitmaps.isEmpty()
        || tables.size() < geometry.groups()
        || journal.isEmpty()) {
      return Optional.empty();
    }
    return places(free, boundary, inodes, journal.get())
        .map(places ->
            new Placement(
                geometry, blockBitmaps.get(), inodeBitmaps.get(), tables, places, free.runs()));
  }

  Place place(Inode inode) {
    return Objects.requireNonNull(places.get(inode.number()));
  }

  private static Optional<Map<Integer, Place>> places(
      FreeBlocks free, long boundary, Collection<Inode> inodes, Run journal) {
    var large = new ArrayList<Large>();
    var small = new ArrayList<Inode>();
    var runs = new HashMap<Integer, List<Run>>();
    for (var inode : inodes) {
      runs.put(inode.number(), new ArrayList<>());
      switch (inode) {
        case Inode.File file when file.size() >= LARGE -> large.add(new Large(file));
        case Inode.Journal it -> runs.put(it.number(), List.of(journal));
        case Inode.Folder _, Inode.Link _, Inode.File _ -> small.add(inode);
      }
    }
    small.sort(Comparator.comparing(inode -> inode instanceof Inode.File));
    long stream = small.stream().mapToLong(Inode::blocks).sum();
    if (stream + large.stream().mapToLong(Large::blocks).sum() > free.count()) {
      return Optional.empty();
    }
    var gaps = new ArrayList<Run>();
    var tiles = new Tiles(free.runs(), boundary);
    tiles.next(toSpare(free, tiles, large, stream));
    for (var it : large) {
      runs.put(it.file.number(), it.place(tiles, free, gaps));
    }
    for (var it : small) {
      runs.put(it.number(), free.fill(it.blocks()));
    }
    for (var it : large) {
      runs.merge(it.file.number(), free.fill(it.outside()), Placement::followed);
    }
    return trees(free, gaps, runs);
  }

  /// How many tiles to leave to the stream. Takes tiles from large contents until they and the
  /// stream fit: first the ends that fill their tile least, then, when the tiles do not suffice for
  /// the rest, from the last contents on.
  private static long toSpare(FreeBlocks free, Tiles tiles, List<Large> large, long small) {
    long stream = small;
    long wanted = large.stream().mapToLong(it -> it.tiles).sum();
    long between = free.count() - tiles.count() * Tiles.BLOCKS;
    var ends =
        large.stream()
            .filter(it -> it.end() > 0)
            .sorted(Comparator.comparingLong(Large::end))
            .iterator();
    while (wanted + tilesFor(stream - between) > tiles.count() && ends.hasNext()) {
      stream += ends.next().give(1);
      wanted--;
    }
    for (var it : large.reversed()) {
      long given = Math.min(it.tiles, Math.max(0, wanted - tiles.count()));
      stream += it.give(given);
      wanted -= given;
    }
    long front = free.countBelow(tiles.first(0));
    return Math.min(tilesFor(stream - front), tiles.count() - wanted);
  }

  private static long tilesFor(long blocks) {
    return Math.max(0, Math.ceilDiv(blocks, Tiles.BLOCKS));
  }

  private static Optional<Map<Integer, Place>> trees(
      FreeBlocks free, List<Run> gaps, Map<Integer, List<Run>> runs) {
    var trees = new HashMap<Integer, Long>();
    long needed = 0;
    for (var it : runs.entrySet()) {
      long blocks = Extents.treeBlocks(it.getValue());
      trees.put(it.getKey(), blocks);
      needed += blocks;
    }
    if (needed > free.count()) {
      gaps.forEach(free::give);
      gaps.clear();
    }
    if (needed > free.count()) {
      return Optional.empty();
    }
    var places = new HashMap<Integer, Place>();
    for (var number : runs.keySet().stream().sorted().toList()) {
      var blocks = runs.getOrDefault(number, List.of());
      places.put(number, new Place(blocks, free.fill(trees.getOrDefault(number, 0L))));
    }
    gaps.forEach(free::give);
    return Optional.of(places);
  }

  private static List<Run> followed(List<Run> first, List<Run> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /// A large content, and how many tiles it gets.
  private static final class Large {
    private final Inode.File file;
    private final long blocks;
    private long tiles;

    Large(Inode.File file) {
      this.file = file;
      this.blocks = file.blocks();
      this.tiles = Math.ceilDiv(blocks, Tiles.BLOCKS);
    }

    long blocks() {
      return blocks;
    }

    /// Blocks in the last tile when it is not full.
    long end() {
      return blocks % Tiles.BLOCKS;
    }

    /// Blocks that no tile holds.
    long outside() {
      return Math.max(0, blocks - tiles * Tiles.BLOCKS);
    }

    /// Gives up its last tiles.
    ///
    /// @return how many blocks lose their place by that
    long give(long given) {
      long before = outside();
      tiles -= given;
      return outside() - before;
    }

    /// @param gaps gets what remains of the last tile
    List<Run> place(Tiles from, FreeBlocks free, List<Run> gaps) {
      var runs = from.next(tiles);
      runs.forEach(free::take);
      long gap = tiles * Tiles.BLOCKS - blocks;
      if (gap > 0) {
        var last = runs.removeLast();
        runs.add(new Run(last.first(), last.count() - gap));
        gaps.add(new Run(last.end() - gap, gap));
      }
      return runs;
    }
  }
}
