package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/// The used beginning of each group's inode table.
final class InodeTables {
  private static final int EXTRA = 32;
  private static final int HASHED = 0x1000;
  private static final int IN_EXTENTS = 0x80000;

  /// `i_blocks` counts sectors.
  private static final int SECTORS = Geometry.BLOCK / 512;

  private final int perGroup;
  private final ByteBuffer[] tables;
  private final int time;
  private final Checksum checksum;

  /// @param used inodes 1 to this one
  InodeTables(int used, int perGroup, Instant time, Checksum checksum) {
    this.perGroup = perGroup;
    this.time = (int) time.getEpochSecond();
    this.checksum = checksum;
    tables = new ByteBuffer[Math.ceilDiv(used, perGroup)];
    for (int group = 0; group < tables.length; group++) {
      int inodes = Math.min(perGroup, used - group * perGroup);
      int blocks = Math.ceilDiv(inodes, Geometry.INODES_PER_BLOCK);
      tables[group] = ByteBuffer.allocate(blocks * Geometry.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /// By group; groups without used inodes have none. Whole blocks, zero behind the last inode.
  ByteBuffer[] tables() {
    return tables;
  }

  /// @param treeBlocks blocks that it has besides its own
  /// @param content what lies in the inode itself: the root of its extents, or a short target
  void put(Inode inode, long treeBlocks, ByteBuffer content) {
    int index = inode.number() - 1;
    var out =
        tables[index / perGroup]
            .slice(index % perGroup * Geometry.INODE, Geometry.INODE)
            .order(ByteOrder.LITTLE_ENDIAN);
    long sectors = (inode.blocks() + treeBlocks) * SECTORS;
    out.putShort(0, (short) inode.mode());
    out.putInt(4, (int) inode.size());
    for (int at : new int[] {8, 12, 16, 144}) { // read, changed, written, made
      out.putInt(at, time);
    }
    out.putShort(26, (short) inode.links());
    out.putInt(28, (int) sectors);
    out.putInt(32, flags(inode));
    out.put(40, content, content.position(), content.remaining());
    out.putInt(108, (int) (inode.size() >>> 32));
    out.putShort(116, (short) (sectors >>> 32));
    out.putShort(128, (short) EXTRA);
    int sum = checksum.ofInode(inode.number(), out);
    out.putShort(124, (short) sum);
    out.putShort(130, (short) (sum >>> 16));
  }

  private static int flags(Inode inode) {
    return switch (inode) {
      case Inode.Folder folder ->
          FolderShape.of(folder.names()).isHashed() ? IN_EXTENTS | HASHED : IN_EXTENTS;
      case Inode.Link link -> link.isShort() ? 0 : IN_EXTENTS;
      case Inode.File _, Inode.Journal _ -> IN_EXTENTS;
    };
  }
}
