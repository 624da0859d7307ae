package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// Encodes the super block.
///
/// @param label at most 16 bytes in UTF-8
/// @param hashSeed of the folders' hash
record Superblock(Geometry geometry, String label, UUID uuid, UUID hashSeed, Instant time) {
  /// In bytes.
  static final int SIZE = 1024;

  /// Of the first one, from the partition's start; copies begin their block.
  static final int OFFSET = 1024;

  static final int LONGEST_LABEL = 16;
  static final int LOG_GROUPS_PER_FLEX = 4;

  /// has_journal, ext_attr, dir_index.
  private static final int COMPATIBLE = 0x4 | 0x8 | 0x20;

  /// filetype, extent, 64bit, flex_bg.
  private static final int INCOMPATIBLE = 0x2 | 0x40 | 0x80 | 0x200;

  /// sparse_super, large_file, huge_file, dir_nlink, extra_isize, metadata_csum.
  private static final int READ_ONLY = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x400;

  /// Of the journal, which stands here again.
  private static final int JOURNAL_BLOCKS = 0x10c;

  /// @param journal root of the journal's extents
  /// @param copy the group that it will stand in
  ByteBuffer encoded(long freeBlocks, long freeInodes, ByteBuffer journal, int copy) {
    var out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    int now = (int) time.getEpochSecond();
    out.putInt(0x00, (int) geometry.inodes());
    out.putInt(0x04, (int) geometry.blocks());
    out.putInt(0x0c, (int) freeBlocks);
    out.putInt(0x10, (int) freeInodes);
    out.putInt(0x18, 2); // blocks of 1 KiB << 2
    out.putInt(0x1c, 2);
    out.putInt(0x20, Geometry.BLOCKS_PER_GROUP);
    out.putInt(0x24, Geometry.BLOCKS_PER_GROUP);
    out.putInt(0x28, geometry.inodesPerGroup());
    out.putInt(0x30, now); // written
    out.putShort(0x36, (short) -1); // no check after so many mounts
    out.putShort(0x38, (short) 0xef53);
    out.putShort(0x3a, (short) 1); // clean
    out.putShort(0x3c, (short) 1); // on errors: continue
    out.putInt(0x40, now); // checked
    out.putInt(0x4c, 1); // dynamic inode sizes
    out.putInt(0x54, Inode.LOST_AND_FOUND);
    out.putShort(0x58, (short) Geometry.INODE);
    out.putShort(0x5a, (short) copy);
    out.putInt(0x5c, COMPATIBLE);
    out.putInt(0x60, INCOMPATIBLE);
    out.putInt(0x64, READ_ONLY);
    out.put(0x68, Checksum.bytes(uuid));
    out.put(0x78, label.getBytes(StandardCharsets.UTF_8));
    out.putInt(0xe0, Inode.JOURNAL);
    out.put(0xec, Checksum.bytes(hashSeed));
    out.put(0xfc, HalfMd4.VERSION);
    out.put(0xfd, (byte) 1); // the journal's blocks stand below
    out.putShort(0xfe, (short) Geometry.DESCRIPTOR);
    out.putInt(0x100, 0x4 | 0x8); // user_xattr, acl
    out.putInt(0x108, now); // made
    out.put(JOURNAL_BLOCKS, journal, 0, Extents.ROOT);
    out.putInt(JOURNAL_BLOCKS + Extents.ROOT + 4, geometry.journalBlocks() * Geometry.BLOCK);
    out.putInt(0x150, (int) (geometry.blocks() >>> 32));
    out.putInt(0x158, (int) (freeBlocks >>> 32));
    out.putShort(0x15c, (short) 32); // least and wanted extra inode size
    out.putShort(0x15e, (short) 32);
    out.putInt(0x160, 1); // names are hashed as signed bytes
    out.put(0x174, (byte) LOG_GROUPS_PER_FLEX);
    out.put(0x175, (byte) 1); // CRC-32C
    out.putInt(0x248, (int) geometry.overhead());
    out.putInt(SIZE - 4, Checksum.plain(out.slice(0, SIZE - 4)));
    return out;
  }

  /// A journal that is clean and empty (JBD2, version 2); big-endian.
  ByteBuffer journal() {
    var out = ByteBuffer.allocate(Geometry.BLOCK);
    out.putInt(0x00, 0xc03b3998);
    out.putInt(0x04, 4);
    out.putInt(0x0c, Geometry.BLOCK);
    out.putInt(0x10, geometry.journalBlocks());
    out.putInt(0x14, 1); // first block of the log
    out.putInt(0x18, 1); // first commit
    out.put(0x30, Checksum.bytes(uuid));
    out.putInt(0x40, 1); // users
    return out;
  }
}
