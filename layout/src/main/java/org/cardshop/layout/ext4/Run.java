package org.cardshop.layout.ext4;

import java.util.ArrayList;
import java.util.List;

/// Consecutive blocks of a file system.
///
/// @param first counted from the file system's start
/// @param count at least one
record Run(long first, long count) {
  Run {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("not a run: " + count + " blocks from " + first);
    }
  }

  /// The first block after the run.
  long end() {
    return first + count;
  }

  /// The same blocks in the same order, those that follow one another in one run.
  static List<Run> joined(List<Run> runs) {
    var joined = new ArrayList<Run>();
    for (var run : runs) {
      if (!joined.isEmpty() && joined.getLast().end() == run.first()) {
        var last = joined.removeLast();
        joined.add(new Run(last.first(), last.count() + run.count()));
      } else {
        joined.add(run);
      }
    }
    return joined;
  }
}
