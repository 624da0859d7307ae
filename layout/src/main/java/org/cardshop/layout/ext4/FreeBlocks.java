package org.cardshop.layout.ext4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The blocks that nothing has taken yet.
final class FreeBlocks {
  /// Number of blocks by first block; neighbours are always joined.
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  private long count;

  FreeBlocks(long blocks) {
    give(new Run(0, blocks));
  }

  long count() {
    return count;
  }

  /// Ascending.
  List<Run> runs() {
    var all = new ArrayList<Run>(runs.size());
    runs.forEach((first, length) -> all.add(new Run(first, length)));
    return all;
  }

  /// How many are free in front of the block.
  long countBelow(long block) {
    long below = 0;
    for (var run : runs.headMap(block).entrySet()) {
      below += Math.min(run.getValue(), block - run.getKey());
    }
    return below;
  }

  /// Takes blocks that are free.
  void take(Run run) {
    var around = runs.floorEntry(run.first());
    if (around == null || around.getKey() + around.getValue() < run.end()) {
      throw new IllegalArgumentException(run + " is not free");
    }
    runs.remove(around.getKey());
    put(around.getKey(), run.first());
    put(run.end(), around.getKey() + around.getValue());
    count -= run.count();
  }

  void give(Run run) {
    long first = run.first();
    long end = run.end();
    var before = runs.lowerEntry(first);
    if (before != null && before.getKey() + before.getValue() == first) {
      first = before.getKey();
    }
    var after = runs.remove(end);
    if (after != null) {
      end += after;
    }
    put(first, end);
    count += run.count();
  }

  /// Takes the first blocks that follow one another; none when there are not so many in a row.
  Optional<Run> inARow(long wanted) {
    for (Map.Entry<Long, Long> run : runs.entrySet()) {
      if (run.getValue() >= wanted) {
        var taken = new Run(run.getKey(), wanted);
        take(taken);
        return Optional.of(taken);
      }
    }
    return Optional.empty();
  }

  /// Takes the first blocks, in as many runs as it takes.
  ///
  /// @param wanted as many as are free at most
  List<Run> fill(long wanted) {
    var taken = new ArrayList<Run>(1);
    for (long missing = wanted; missing > 0; ) {
      var lowest = runs.firstEntry();
      var run = new Run(lowest.getKey(), Math.min(missing, lowest.getValue()));
      take(run);
      taken.add(run);
      missing -= run.count();
    }
    return taken;
  }

  private void put(long first, long end) {
    if (first < end) {
      runs.put(first, end - first);
    }
  }
}
