package org.cardshop.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import org.cardshop.core.image.Span;

/// The three partitions of a base image: boot, root and data, the data last.
public record BaseLayout(Partition boot, Partition root, Partition data) {
  /// Of the partition table's addresses, in bytes.
  public static final int SECTOR = 512;

  /// An MBR counts sectors in 32 bits.
  public static final long MAX_SIZE = SECTOR * 0xffff_ffffL;

  /// Of what ext4 counts in.
  private static final int BLOCK = 4096;

  private static final long ALIGNMENT = 4L << 20;
  private static final int TABLE = 446;
  private static final int ENTRY = 16;
  private static final int SIGNATURE = 510;
  private static final int GPT_PROTECTIVE = 0xee;

  /// @param firstSector the base image's first 512 bytes
  /// @throws IOException with a sentence when this is no base image that can be built on
  public static BaseLayout read(byte[] firstSector) throws IOException {
    var sector = ByteBuffer.wrap(firstSector).order(ByteOrder.LITTLE_ENDIAN);
    if (sector.capacity() < SECTOR || sector.getShort(SIGNATURE) != (short) 0xaa55) {
      throw new IOException("the base has no partition table; it must be an image of a whole card");
    }
    var found = new ArrayList<Partition>();
    for (int i = 0; i < 4; i++) {
      int at = TABLE + i * ENTRY;
      int type = sector.get(at + 4) & 0xff;
      long start = Integer.toUnsignedLong(sector.getInt(at + 8)) * SECTOR;
      long length = Integer.toUnsignedLong(sector.getInt(at + 12)) * SECTOR;
      if (type == GPT_PROTECTIVE) {
        throw new IOException("the base has a GPT partition table; only MBR is supported");
      }
      if (type != 0 && length > 0) {
        found.add(new Partition(i + 1, type, new Span(start, length)));
      }
    }
    if (found.size() != 3 || found.get(2).number() != 3) {
      throw new IOException(
          "a base has three partitions (boot, root, data); this one has " + found.size());
    }
    return of(found.get(0), found.get(1), found.get(2));
  }

  /// Where the base's own content ends.
  public long end() {
    return data.span().end();
  }

  /// The same with a longer root; the data partition then begins behind it, at a multiple of 4 MiB,
  /// and loses nothing, as it is made anew.
  ///
  /// @param rootSize bytes that the root partition must have at least
  public BaseLayout withRoot(long rootSize) {
    if (rootSize <= root.span().length()) {
      return this;
    }
    long length = Math.ceilDiv(rootSize, (long) BLOCK) * BLOCK;
    long end = root.span().offset() + length;
    long dataStart = Math.max(data.span().offset(), Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT);
    return new BaseLayout(
        boot,
        new Partition(root.number(), root.type(), new Span(root.span().offset(), length)),
        new Partition(data.number(), data.type(), new Span(dataStart, data.span().length())));
  }

  private static BaseLayout of(Partition boot, Partition root, Partition data) throws IOException {
    if (data.span().offset() < Math.max(boot.span().end(), root.span().end())) {
      throw new IOException("the base's third partition is not the last one and cannot be grown");
    }
    return new BaseLayout(boot, root, data);
  }
}
