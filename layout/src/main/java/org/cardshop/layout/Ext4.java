package org.cardshop.layout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cardshop.core.image.Span;

/// What an ext4 file system says of itself: name, counts, and which of its blocks are in use. Field
/// offsets are those of the kernel's `Documentation/filesystems/ext4` (super, group_descr).
public final class Ext4 {
  /// In use in a file system without any file: ten of its own, and `lost+found`.
  public static final int EMPTY_INODES = 11;

  private static final int SUPER_OFFSET = 1024;
  private static final int SUPER_SIZE = 1024;
  private static final short MAGIC = (short) 0xef53;
  private static final int INCOMPAT_META_BG = 0x10;
  private static final int INCOMPAT_64BIT = 0x80;
  private static final int BLOCK_UNINIT = 0x2;

  private final FileChannel image;
  private final long offset;
  private final ByteBuffer superblock;

  private Ext4(FileChannel image, long offset, ByteBuffer superblock) {
    this.image = image;
    this.offset = offset;
    this.superblock = superblock;
  }

  /// Empty when there is no ext4 at the offset.
  public static Optional<Ext4> at(FileChannel image, long offset) throws IOException {
    if (image.size() < offset + SUPER_OFFSET + SUPER_SIZE) {
      return Optional.empty();
    }
    var superblock = read(image, offset + SUPER_OFFSET, SUPER_SIZE);
    return superblock.getShort(56) == MAGIC
        ? Optional.of(new Ext4(image, offset, superblock))
        : Optional.empty();
  }

  public String label() {
    var bytes = new byte[16];
    superblock.get(120, bytes);
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0));
  }

  public UUID uuid() {
    var bytes = superblock.duplicate().order(ByteOrder.BIG_ENDIAN);
    return new UUID(bytes.getLong(104), bytes.getLong(112));
  }

  public long usedInodes() {
    return unsigned(0) - unsigned(16);
  }

  public int blockSize() {
    return 1024 << superblock.getInt(24);
  }

  /// Bytes of the image that hold blocks which the file system does not use. What the file system
  /// needs without listing it in an initialised bitmap counts as used.
  public List<Span> free() throws IOException {
    int features = superblock.getInt(96);
    if ((features & INCOMPAT_META_BG) != 0) {
      return List.of(); // descriptors lie elsewhere; calling nothing free is always right
    }
    boolean wide = (features & INCOMPAT_64BIT) != 0;
    long blocks = unsigned(4) + (wide ? unsigned(336) << 32 : 0);
    long first = unsigned(20);
    int perGroup = superblock.getInt(32);
    int descriptorSize = wide ? Short.toUnsignedInt(superblock.getShort(254)) : 32;
    int groups = Math.toIntExact((blocks - first + perGroup - 1) / perGroup);
    var table =
        read(image, offset + (first + 1) * blockSize(), Math.multiplyExact(groups, descriptorSize));
    var free = new ArrayList<Span>();
    for (int group = 0; group < groups; group++) {
      int at = group * descriptorSize;
      // An uninitialised bitmap (BLOCK_UNINIT) says nothing.
      long start = first + (long) group * perGroup;
      int count = (int) Math.min(perGroup, blocks - start);
      if ((table.getShort(at + 18) & BLOCK_UNINIT) != 0) {
        addUninitialised(table, at, wide, start, count, free);
      } else {
        addClear(bitmap(bitmapBlock(table, at, wide)), start, count, free);
      }
    }
    return merged(free);
  }

  /// A group whose bitmap is not initialised holds at most file-system structures; how many of its
  /// blocks are free is in its descriptor. Only a group without any is taken as free.
  private void addUninitialised(
      ByteBuffer table, int at, boolean wide, long start, int count, List<Span> free) {
    long freeCount =
        Short.toUnsignedInt(table.getShort(at + 12))
            + (wide ? (long) Short.toUnsignedInt(table.getShort(at + 44)) << 16 : 0);
    // Super block and descriptors, where a group has copies, come first; nothing follows them.
    int used = (int) (count - freeCount);
    if (freeCount > 0) {
      free.add(blocks(start + used, count - used));
    }
  }

  private BitSet bitmap(long block) throws IOException {
    return BitSet.valueOf(read(image, offset + block * blockSize(), blockSize()));
  }

  private void addClear(BitSet used, long start, int count, List<Span> free) {
    int from = used.nextClearBit(0);
    while (from < count) {
      int set = used.nextSetBit(from);
      int to = set < 0 ? count : Math.min(set, count);
      free.add(blocks(start + from, to - from));
      from = used.nextClearBit(to);
    }
  }

  private Span blocks(long first, long count) {
    return new Span(offset + first * blockSize(), count * blockSize());
  }

  private static List<Span> merged(List<Span> ascending) {
    var merged = new ArrayList<Span>();
    for (var span : ascending) {
      if (!merged.isEmpty() && merged.getLast().end() == span.offset()) {
        var last = merged.removeLast();
        merged.add(new Span(last.offset(), last.length() + span.length()));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  private static long bitmapBlock(ByteBuffer table, int at, boolean wide) {
    return Integer.toUnsignedLong(table.getInt(at))
        + (wide ? Integer.toUnsignedLong(table.getInt(at + 32)) << 32 : 0);
  }

  private long unsigned(int field) {
    return Integer.toUnsignedLong(superblock.getInt(field));
  }

  private static ByteBuffer read(FileChannel from, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (from.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the image ends inside its file system");
      }
    }
    return buffer.flip();
  }
}
