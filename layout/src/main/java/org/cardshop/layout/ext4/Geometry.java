package org.cardshop.layout.ext4;

/// The counts that a file system is made with.
///
/// @param blocks of 4 KiB
/// @param inodesPerGroup a multiple of those in a block
/// @param journalBlocks size of its journal
record Geometry(long blocks, int inodesPerGroup, int journalBlocks) {
  static final int BLOCK = 4096;

  /// As many as a bitmap of one block has bits: 128 MiB.
  static final int BLOCKS_PER_GROUP = 8 * BLOCK;

  static final int INODE = 256;
  static final int INODES_PER_BLOCK = BLOCK / INODE;
  static final int DESCRIPTOR = 64;

  private static final int MAX_INODES_PER_GROUP = 8 * BLOCK;

  /// One inode per 64 KiB: contents are few and large.
  private static final int BLOCKS_PER_INODE = 16;

  /// A last group with less than this beside its copies is left out, as `mke2fs` does.
  private static final int LEAST_IN_LAST_GROUP = 50;

  /// @param bytes of the partition
  /// @param inodes that are needed
  static Geometry of(long bytes, long inodes, int journalBlocks) {
    long blocks = bytes / BLOCK;
    long last = blocks % BLOCKS_PER_GROUP;
    var all = new Geometry(blocks, 0, journalBlocks);
    if (all.groups() > 1
        && last > 0
        && last < all.copySize(all.groups() - 1) + LEAST_IN_LAST_GROUP) {
      blocks -= last;
    }
    long groups = Math.ceilDiv(blocks, BLOCKS_PER_GROUP);
    long wanted = Math.max(blocks / BLOCKS_PER_INODE, 2 * inodes + 256);
    long tableBlocks = Math.ceilDiv(Math.ceilDiv(wanted, groups), INODES_PER_BLOCK);
    long perGroup = Math.min(tableBlocks * INODES_PER_BLOCK, MAX_INODES_PER_GROUP);
    return new Geometry(blocks, (int) perGroup, journalBlocks);
  }

  int groups() {
    return (int) Math.ceilDiv(blocks, BLOCKS_PER_GROUP);
  }

  long inodes() {
    return (long) groups() * inodesPerGroup;
  }

  int tableBlocks() {
    return inodesPerGroup / INODES_PER_BLOCK;
  }

  int descriptorBlocks() {
    return Math.ceilDiv(groups() * DESCRIPTOR, BLOCK);
  }

  /// Blocks that a group has; the last one may be shorter.
  int size(int group) {
    return (int) Math.min(BLOCKS_PER_GROUP, blocks - start(group));
  }

  static long start(int group) {
    return (long) group * BLOCKS_PER_GROUP;
  }

  /// Blocks at the group's start that hold the super block and the descriptors, or their copies;
  /// none in most groups.
  int copySize(int group) {
    return hasCopy(group) ? 1 + descriptorBlocks() : 0;
  }

  /// sparse_super: groups 0, 1 and the powers of 3, 5 and 7.
  static boolean hasCopy(int group) {
    return group <= 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
  }

  /// Blocks that the file system takes for itself, its journal included.
  long overhead() {
    long copies = 0;
    for (int group = 0; group < groups(); group++) {
      copies += copySize(group);
    }
    return copies + groups() * (2L + tableBlocks()) + journalBlocks;
  }

  private static boolean isPower(int number, int root) {
    int left = number;
    while (left % root == 0) {
      left /= root;
    }
    return left == 1;
  }
}
