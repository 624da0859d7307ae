package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Content;
import org.cardshop.layout.content.Piece;

/// Collects what is known of a partition, in any order, and adds what is not: free bytes.
final class Pieces {
  /// At a partition's ends other file systems, RAID and LVM keep their marks. What is free there is
  /// zeroed, as `mke2fs` does, or a used card would be taken for what it once was.
  private static final long CLEAR_FRONT = 1 << 20;

  private static final long CLEAR_END = 128 << 10;

  private final Span partition;
  private final List<Piece> known = new ArrayList<>();

  Pieces(Span partition) {
    this.partition = partition;
  }

  void bytes(long block, ByteBuffer bytes) {
    known.add(new Piece.Bytes(new Span(at(block), bytes.remaining()), bytes));
  }

  /// Whole blocks that lie where the runs say.
  void bytes(List<Run> runs, ByteBuffer bytes) {
    int from = bytes.position();
    for (var run : runs) {
      int length = (int) (run.count() * Geometry.BLOCK);
      bytes(run.first(), bytes.slice(from, length));
      from += length;
    }
  }

  /// One block each.
  void bytes(List<Run> runs, List<ByteBuffer> blocks) {
    var next = blocks.iterator();
    for (var run : runs) {
      for (long block = run.first(); block < run.end(); block++) {
        bytes(block, next.next());
      }
    }
  }

  /// The whole content, and zeros to the end of its last block.
  void content(List<Run> runs, Content content) {
    long from = 0;
    for (var run : runs) {
      long length = Math.min(run.count() * Geometry.BLOCK, content.size() - from);
      known.add(new Piece.Part(new Span(at(run.first()), length), content, from));
      from += length;
      if (at(run.first()) + length < at(run.end())) {
        known.add(new Piece.Zero(between(at(run.first()) + length, at(run.end()))));
      }
    }
  }

  void zero(long first, long end) {
    known.add(new Piece.Zero(between(at(first), at(end))));
  }

  /// Ascending, covering the partition.
  List<Piece> all() {
    known.sort(Comparator.comparingLong(piece -> piece.span().offset()));
    var all = new ArrayList<Piece>(known.size() + 64);
    long covered = partition.offset();
    for (var piece : known) {
      unknown(covered, piece.span().offset(), all);
      all.add(piece);
      covered = piece.span().end();
    }
    unknown(covered, partition.end(), all);
    return all;
  }

  private void unknown(long from, long to, List<Piece> all) {
    long front = Math.clamp(partition.offset() + CLEAR_FRONT, from, to);
    long end = Math.clamp(partition.end() - CLEAR_END, front, to);
    if (from < front) {
      all.add(new Piece.Zero(between(from, front)));
    }
    if (front < end) {
      all.add(new Piece.Free(between(front, end)));
    }
    if (end < to) {
      all.add(new Piece.Zero(between(end, to)));
    }
  }

  private long at(long block) {
    return partition.offset() + block * Geometry.BLOCK;
  }

  private static Span between(long from, long to) {
    return new Span(from, to - from);
  }
}
