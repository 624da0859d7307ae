package org.cardshop.creator.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Span;

/// A 4 MiB-aligned piece of an image, cut into chunks, zero and free.
///
/// @param end of the window in the image
record Window(long end, List<Span> zero, List<Chunk> chunks) {
  private enum State {
    DATA,
    ZERO,
    FREE
  }

  /// A run of blocks of one state; offsets count from the window's start.
  private record Run(State state, int from, int to) {}

  /// @param bytes of the window; direct
  static Window cut(long at, ByteBuffer bytes, List<Span> free) {
    int length = bytes.remaining();
    var zero = new ArrayList<Span>();
    var chunks = new ArrayList<Chunk>();
    for (var run : joined(runs(at, bytes, free))) {
      switch (run.state()) {
        case DATA ->
            chunks.add(chunk(at + run.from(), bytes.slice(run.from(), run.to() - run.from())));
        case ZERO -> zero.add(new Span(at + run.from(), run.to() - run.from()));
        case FREE -> {}
      }
    }
    return new Window(at + length, zero, chunks);
  }

  private static List<Run> runs(long at, ByteBuffer bytes, List<Span> free) {
    int length = bytes.remaining();
    var runs = new ArrayList<Run>();
    int next = firstEndingAfter(free, at);
    for (int from = 0; from < length; from += Grid.BLOCK) {
      int to = Math.min(from + Grid.BLOCK, length);
      while (next < free.size() && free.get(next).end() <= at + from) {
        next++;
      }
      boolean isFree = next < free.size() && free.get(next).offset() <= at + from;
      boolean isZero = Grid.isZero(bytes.slice(from, to - from));
      if (isFree && !isZero) {
        throw new DirtyException(at + from);
      }
      add(runs, new Run(isFree ? State.FREE : isZero ? State.ZERO : State.DATA, from, to));
    }
    return runs;
  }

  private static void add(List<Run> runs, Run run) {
    if (!runs.isEmpty() && runs.getLast().state() == run.state()) {
      runs.add(new Run(run.state(), runs.removeLast().from(), run.to()));
    } else {
      runs.add(run);
    }
  }

  /// Short runs of zero between two of data become data. Free stays free: it need not be written.
  private static List<Run> joined(List<Run> runs) {
    var joined = new ArrayList<Run>();
    for (int i = 0; i < runs.size(); i++) {
      var run = runs.get(i);
      boolean between =
          run.state() == State.ZERO
              && run.to() - run.from() <= Knife.JOIN
              && i > 0
              && runs.get(i - 1).state() == State.DATA
              && i + 1 < runs.size()
              && runs.get(i + 1).state() == State.DATA;
      add(joined, between ? new Run(State.DATA, run.from(), run.to()) : run);
    }
    return joined;
  }

  private static int firstEndingAfter(List<Span> ascending, long at) {
    int low = 0;
    int high = ascending.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending.get(middle).end() <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static Chunk chunk(long offset, ByteBuffer plain) {
    var facts = Known.Facts.of(plain);
    return new Chunk(offset, plain.remaining(), facts.sha256(), facts.crc32c(), facts.stored());
  }
}
