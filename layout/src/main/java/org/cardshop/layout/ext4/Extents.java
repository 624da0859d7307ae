package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Encodes where the blocks of an inode lie: up to four extents in the inode, more in a tree of
/// blocks below it.
final class Extents {
  /// Bytes of the root, which lies in the inode.
  static final int ROOT = 60;

  private static final int MAX_LENGTH = 32768;
  private static final short MAGIC = (short) 0xf30a;
  private static final int ENTRY = 12;
  private static final int IN_ROOT = 4;
  private static final int IN_BLOCK = (Geometry.BLOCK - ENTRY) / ENTRY;

  /// An extent, or in a node above the leaves (count 0) a block of the tree.
  private record Entry(long logical, long block, int count) {}

  private final ByteBuffer root = ByteBuffer.allocate(ROOT).order(ByteOrder.LITTLE_ENDIAN);
  private final List<ByteBuffer> tree = new ArrayList<>();

  /// @param treeBlocks as many as [#treeBlocks] says
  Extents(int inode, List<Run> runs, List<Run> treeBlocks, Checksum checksum) {
    var blocks = treeBlocks.stream().flatMap(Extents::each).iterator();
    var level = entries(runs);
    int depth = 0;
    for (; level.size() > IN_ROOT; depth++) {
      level = raised(inode, level, depth, blocks, checksum);
    }
    encode(root, depth, IN_ROOT, level);
  }

  /// How many blocks a tree over the runs takes.
  static long treeBlocks(List<Run> runs) {
    long entries = 0;
    for (var run : Run.joined(runs)) {
      entries += Math.ceilDiv(run.count(), MAX_LENGTH);
    }
    long blocks = 0;
    while (entries > IN_ROOT) {
      entries = Math.ceilDiv(entries, IN_BLOCK);
      blocks += entries;
    }
    return blocks;
  }

  ByteBuffer root() {
    return root;
  }

  /// One for each block of the tree, in the order of these blocks.
  List<ByteBuffer> tree() {
    return tree;
  }

  private List<Entry> raised(
      int inode, List<Entry> level, int depth, Iterator<Long> blocks, Checksum checksum) {
    var above = new ArrayList<Entry>();
    for (int from = 0; from < level.size(); from += IN_BLOCK) {
      var entries = level.subList(from, Math.min(from + IN_BLOCK, level.size()));
      var node = ByteBuffer.allocate(Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
      encode(node, depth, IN_BLOCK, entries);
      int end = ENTRY + IN_BLOCK * ENTRY;
      node.putInt(end, checksum.ofInode(inode, node.slice(0, end)));
      tree.add(node);
      above.add(new Entry(entries.getFirst().logical(), blocks.next(), 0));
    }
    return above;
  }

  private static void encode(ByteBuffer node, int depth, int max, List<Entry> entries) {
    node.putShort(0, MAGIC);
    node.putShort(2, (short) entries.size());
    node.putShort(4, (short) max);
    node.putShort(6, (short) depth);
    int at = ENTRY;
    for (var entry : entries) {
      node.putInt(at, (int) entry.logical());
      if (depth == 0) {
        node.putShort(at + 4, (short) entry.count());
        node.putShort(at + 6, (short) (entry.block() >>> 32));
        node.putInt(at + 8, (int) entry.block());
      } else {
        node.putInt(at + 4, (int) entry.block());
        node.putShort(at + 8, (short) (entry.block() >>> 32));
      }
      at += ENTRY;
    }
  }

  private static List<Entry> entries(List<Run> runs) {
    var entries = new ArrayList<Entry>();
    long logical = 0;
    for (var run : Run.joined(runs)) {
      for (long from = 0; from < run.count(); from += MAX_LENGTH) {
        int count = (int) Math.min(MAX_LENGTH, run.count() - from);
        entries.add(new Entry(logical, run.first() + from, count));
        logical += count;
      }
    }
    return entries;
  }

  private static Stream<Long> each(Run run) {
    return LongStream.range(run.first(), run.end()).boxed();
  }
}
