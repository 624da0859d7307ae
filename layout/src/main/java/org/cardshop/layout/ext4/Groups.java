package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// What each group says of itself: its bitmaps and its descriptor. A group of which nothing is used
/// but a copy of the super block has no bitmap to be read (BLOCK_UNINIT), one without inodes
/// neither bitmap nor table (INODE_UNINIT). The kernel zeroes the unused rest of the inode tables
/// in the background, because INODE_ZEROED does not say that it need not.
final class Groups {
  private static final int INODE_UNINIT = 1;
  private static final int BLOCK_UNINIT = 2;
  private static final int INODE_ZEROED = 4;

  private final Placement placement;
  private final Geometry geometry;
  private final long usedInodes;
  private final Checksum checksum;

  /// The free blocks of each group.
  private final BitSet[] free;

  /// @param usedInodes inodes 1 to this one
  Groups(Placement placement, long usedInodes, Checksum checksum) {
    this.placement = placement;
    this.geometry = placement.geometry();
    this.usedInodes = usedInodes;
    this.checksum = checksum;
    free = new BitSet[geometry.groups()];
    Arrays.setAll(free, _ -> new BitSet());
    for (var run : placement.free()) {
      for (long at = run.first(); at < run.end(); ) {
        int group = (int) (at / Geometry.BLOCKS_PER_GROUP);
        long end = Math.min(run.end(), Geometry.start(group + 1));
        free[group].set((int) (at - Geometry.start(group)), (int) (end - Geometry.start(group)));
        at = end;
      }
    }
  }

  /// The group's block bitmap, where it is read.
  Optional<ByteBuffer> blocks(int group) {
    // The kernel insists on the bitmaps of the first and the last group.
    boolean isUninitialised =
        group > 0
            && group < geometry.groups() - 1
            && free[group].cardinality() == geometry.size(group) - geometry.copySize(group);
    if (isUninitialised) {
      return Optional.empty();
    }
    var used = new BitSet();
    used.set(0, Geometry.BLOCKS_PER_GROUP);
    used.andNot(free[group]);
    return Optional.of(bitmap(used));
  }

  /// The group's inode bitmap, where it is read.
  Optional<ByteBuffer> inodes(int group) {
    int used = usedInodes(group);
    if (used == 0) {
      return Optional.empty();
    }
    var bits = new BitSet();
    bits.set(0, used);
    bits.set(geometry.inodesPerGroup(), 8 * Geometry.BLOCK); // beyond the group
    return Optional.of(bitmap(bits));
  }

  /// All descriptors in whole blocks.
  ///
  /// @param folders how many inodes of each group are folders
  ByteBuffer descriptors(int[] folders) {
    var all = ByteBuffer.allocate(geometry.descriptorBlocks() * Geometry.BLOCK);
    for (int group = 0; group < geometry.groups(); group++) {
      describe(
          group,
          folders[group],
          all.slice(group * Geometry.DESCRIPTOR, Geometry.DESCRIPTOR)
              .order(ByteOrder.LITTLE_ENDIAN));
    }
    return all;
  }

  private void describe(int group, int folders, ByteBuffer out) {
    var blocks = blocks(group);
    var inodes = inodes(group);
    int unused = geometry.inodesPerGroup() - usedInodes(group);
    int flags =
        (blocks.isEmpty() ? BLOCK_UNINIT : 0)
            | (inodes.isEmpty() ? INODE_UNINIT : 0)
            | (unused < Geometry.INODES_PER_BLOCK ? INODE_ZEROED : 0);
    wide(out, 0, 32, placement.blockBitmaps().first() + group);
    wide(out, 4, 36, placement.inodeBitmaps().first() + group);
    wide(out, 8, 40, placement.tables().get(group).first());
    narrow(out, 12, 44, free[group].cardinality());
    narrow(out, 14, 46, unused); // free inodes: those in use come first
    narrow(out, 16, 48, folders);
    out.putShort(18, (short) flags);
    narrow(out, 24, 56, blocks.map(checksum::of).orElse(0));
    narrow(
        out,
        26,
        58,
        inodes.map(it -> checksum.of(it.slice(0, geometry.inodesPerGroup() / 8))).orElse(0));
    narrow(out, 28, 50, unused);
    out.putShort(30, (short) checksum.of(group, out));
  }

  private int usedInodes(int group) {
    long before = (long) group * geometry.inodesPerGroup();
    return Math.clamp(usedInodes - before, 0, geometry.inodesPerGroup());
  }

  private static ByteBuffer bitmap(BitSet bits) {
    return ByteBuffer.wrap(Arrays.copyOf(bits.toByteArray(), Geometry.BLOCK));
  }

  private static void wide(ByteBuffer out, int low, int high, long value) {
    out.putInt(low, (int) value);
    out.putInt(high, (int) (value >>> 32));
  }

  private static void narrow(ByteBuffer out, int low, int high, int value) {
    out.putShort(low, (short) value);
    out.putShort(high, (short) (value >>> 16));
  }
}
