package org.cardshop.layout.ext4;

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
/// only by the copies of the super block. Large contents, and packs of small ones, take tiles of
/// their own. Everything else is a stream that runs through what is left, from the front on:
/// folders, links, what no pack holds, and what fills its tile least where space is too short to
/// leave the rest of the tile empty.
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
    var packs = Packs.of(inodes);
    var loads = new ArrayList<>(packs.packs());
    var small = new ArrayList<Inode>();
    var runs = new HashMap<Integer, List<Run>>();
    for (var inode : inodes) {
      switch (inode) {
        case Inode.File file when file.blocks() >= Tiles.BLOCKS ->
            loads.add(new Load(List.of(file)));
        case Inode.Journal it -> runs.put(it.number(), List.of(journal));
        case Inode.Folder _, Inode.Link _ -> small.add(inode);
        case Inode.File _ -> {} // in a pack, or left
      }
    }
    small.addAll(packs.left());
    long stream = small.stream().mapToLong(Inode::blocks).sum();
    if (stream + loads.stream().mapToLong(Load::blocks).sum() > free.count()) {
      return Optional.empty();
    }
    var gaps = new ArrayList<Run>();
    var tiles = new Tiles(free.runs(), boundary);
    tiles.next(toSpare(free, tiles, loads, stream));
    for (var load : loads) {
      var places = load.place(tiles, free, gaps).iterator();
      load.files().forEach(file -> runs.put(file.number(), places.next()));
    }
    for (var inode : small) {
      runs.put(inode.number(), free.fill(inode.blocks()));
    }
    for (var load : loads) {
      for (var file : load.files()) {
        long placed =
            runs.getOrDefault(file.number(), List.of()).stream().mapToLong(Run::count).sum();
        runs.merge(file.number(), free.fill(file.blocks() - placed), Placement::followed);
      }
    }
    return trees(free, gaps, runs);
  }

  /// How many tiles to leave to the stream. Takes tiles from the loads until they and the stream
  /// fit: first those that are filled least, then, when the tiles do not suffice for the rest, from
  /// the last loads on.
  private static long toSpare(FreeBlocks free, Tiles tiles, List<Load> loads, long small) {
    long stream = small;
    long wanted = loads.stream().mapToLong(Load::tiles).sum();
    long between = free.count() - tiles.count() * Tiles.BLOCKS;
    var ends =
        loads.stream()
            .filter(load -> load.end() > 0)
            .sorted(Comparator.comparingLong(Load::end))
            .iterator();
    while (wanted + tilesFor(stream - between) > tiles.count() && ends.hasNext()) {
      stream += ends.next().give(1);
      wanted--;
    }
    for (var load : loads.reversed()) {
      long given = Math.min(load.tiles(), Math.max(0, wanted - tiles.count()));
      stream += load.give(given);
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
    if (second.isEmpty()) {
      return first;
    }
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
