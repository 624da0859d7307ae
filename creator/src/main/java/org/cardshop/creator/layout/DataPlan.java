package org.cardshop.creator.layout;

import java.util.HashSet;
import java.util.Map;

/// How a data partition of a given length is laid out by ext4, and whether contents fit. The
/// estimate errs on the safe side: what it lets pass, `mke2fs` can lay out.
///
/// @param blocks of 4 KiB that the file system has
/// @param inodes it is made with
/// @param journalMiB size of its journal
/// @param needed blocks that contents and the file system's own structures take at most
public record DataPlan(long blocks, long inodes, int journalMiB, long needed) {
  public static final int BLOCK = 4096;

  /// Smaller ones have no room for a journal.
  public static final long MIN_BYTES = 16L << 20;

  private static final long MIB = 1 << 20;
  private static final int BLOCKS_PER_GROUP = 32768;
  private static final int DESCRIPTOR = 64;
  private static final int INODES_PER_BLOCK = 16;

  /// One inode per 64 KiB: contents are few and large, and every inode table has to be zero on the
  /// card, which costs writing it.
  private static final int BLOCKS_PER_INODE = 16;

  /// Extents of one file beyond the four in its inode take a block each few hundred; a run of free
  /// blocks within a group is at most that long.
  private static final int BLOCKS_PER_EXTENT = 30_000;

  private static final int LOST_AND_FOUND = 4;

  /// @param bytes of the partition
  /// @param files sizes of the contents by path
  public static DataPlan of(long bytes, Map<String, Long> files) {
    long blocks = bytes / BLOCK;
    var folders = folders(files);
    long inodes = Math.max(blocks / BLOCKS_PER_INODE, 2L * (files.size() + folders) + 256);
    int journalMiB = bytes < 256 * MIB ? 4 : bytes < 1024 * MIB ? 16 : 64;
    long needed =
        own(blocks, inodes) + journalMiB * MIB / BLOCK + contents(files) + names(files, folders);
    return new DataPlan(blocks, inodes, journalMiB, needed);
  }

  /// The shortest partition that holds the contents and leaves some room to work with.
  public static long shortest(Map<String, Long> files, long step) {
    long bytes = Math.ceilDiv(MIN_BYTES, step) * step;
    for (; ; bytes += step) {
      var plan = of(bytes, files);
      long room = Math.max(8 * MIB / BLOCK, plan.needed() / 50);
      if (plan.needed() + room <= plan.blocks()) {
        return bytes;
      }
      long missing = (plan.needed() + room - plan.blocks()) * BLOCK;
      bytes += Math.max(0, missing / step - 1) * step;
    }
  }

  public boolean fits() {
    return blocks * BLOCK >= MIN_BYTES && needed <= blocks;
  }

  private static long own(long blocks, long inodes) {
    long groups = Math.ceilDiv(blocks, BLOCKS_PER_GROUP);
    long descriptors = Math.ceilDiv(groups * DESCRIPTOR, BLOCK);
    return Math.ceilDiv(inodes, INODES_PER_BLOCK)
        + 3 * groups // two bitmaps, and the rounding of each inode table
        + copies(groups) * (1 + descriptors)
        + LOST_AND_FOUND;
  }

  /// Groups with a copy of super block and descriptors: 0, 1 and the powers of 3, 5 and 7.
  private static long copies(long groups) {
    long copies = Math.min(groups, 2);
    for (int root : new int[] {3, 5, 7}) {
      for (long group = root; group < groups; group *= root) {
        copies++;
      }
    }
    return copies;
  }

  private static long contents(Map<String, Long> files) {
    long total = 0;
    for (long size : files.values()) {
      long blocks = Math.ceilDiv(size, BLOCK);
      total += blocks + (blocks > BLOCKS_PER_EXTENT ? 1 + blocks / BLOCKS_PER_EXTENT : 0);
    }
    return total;
  }

  /// Blocks of folders: a name takes at most 267 bytes, and blocks are not always full.
  private static long names(Map<String, Long> files, int folders) {
    return 2L * folders + Math.ceilDiv((files.size() + folders) * 2L * 267, BLOCK);
  }

  private static int folders(Map<String, Long> files) {
    var folders = new HashSet<String>();
    for (var path : files.keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
    return folders.size();
  }
}
