package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the boot sector of a FAT volume says. Field offsets and section numbers are those of
/// Microsoft's "FAT: General Overview of On-Disk Format" 1.03; where Windows and Linux differ in
/// what they take for FAT32, Linux is followed, for that is what reads our cards. Addresses are
/// bytes from the volume's start.
///
/// @param fields the first 512 bytes, little-endian
record FatBoot(ByteBuffer fields) {
  static final int LENGTH = 512;

  private static final int SLOT = 32;
  private static final int MOST_FAT12_CLUSTERS = 4084;
  private static final int MOST_FAT16_CLUSTERS = 65524;
  private static final int MOST_FAT32_CLUSTERS = 0x0fff_fff5;

  /// Widths of an entry of the table.
  enum Width {
    FAT12(12),
    FAT16(16),
    FAT32(28);

    private final int bits;

    Width(int bits) {
      this.bits = bits;
    }

    /// The highest value, which ends a chain.
    int end() {
      return (1 << bits) - 1;
    }

    /// Marks a cluster that must not be used.
    int bad() {
      return end() - 8;
    }
  }

  /// Empty when the sector does not begin a FAT volume.
  static Optional<FatBoot> of(ByteBuffer sector) {
    var boot = new FatBoot(sector);
    return boot.isSound() ? Optional.of(boot) : Optional.empty();
  }

  private boolean isSound() {
    int sector = u16(11);
    return u16(510) == 0xaa55
        && Integer.bitCount(sector) == 1
        && sector >= 512
        && sector <= 4096
        && Integer.bitCount(u8(13)) == 1
        && u16(14) > 0 // reserved sectors
        && (u8(16) == 1 || u8(16) == 2)
        && u8(21) >= 0xf0 // medium
        && tableLength() > 0
        && heapAt() < length()
        && rawClusters() <= most()
        && clusters() > 0
        && (width() != Width.FAT32 || (rootLength() == 0 && u16(42) == 0))
        && (width() == Width.FAT32 || rootLength() > 0)
        && tables().stream().allMatch(table -> table < u8(16));
  }

  /// In bytes.
  int sector() {
    return u16(11);
  }

  /// In bytes.
  int cluster() {
    return sector() * u8(13);
  }

  /// The copies of the table that are kept: all of them, or the active one where mirroring is off
  /// (BPB_ExtFlags). The first is the one to believe.
  List<Integer> tables() {
    int flags = width() == Width.FAT32 ? u16(40) : 0;
    return (flags & 0x80) != 0 ? List.of(flags & 0xf) : IntStream.range(0, u8(16)).boxed().toList();
  }

  long tableAt(int copy) {
    return (long) u16(14) * sector() + copy * tableLength();
  }

  long tableLength() {
    return (u16(22) != 0 ? u16(22) : u32(36)) * sector();
  }

  /// Where the root folder of FAT12 and FAT16 begins.
  long rootAt() {
    return (long) u16(14) * sector() + u8(16) * tableLength();
  }

  /// Of the root folder of FAT12 and FAT16; 0 on FAT32, where it is a chain.
  int rootLength() {
    return u16(17) * SLOT;
  }

  /// Of FAT32.
  int rootCluster() {
    return fields.getInt(44);
  }

  /// Address of the FSInfo sector of FAT32, if there is one.
  Optional<Long> infoAt() {
    boolean has = width() == Width.FAT32 && u16(48) > 0 && u16(48) < u16(14);
    return has ? Optional.of((long) u16(48) * sector()) : Optional.empty();
  }

  /// Where cluster 2, the first one, begins.
  long heapAt() {
    return rootAt() + Math.ceilDiv(rootLength(), sector()) * (long) sector();
  }

  long clusterAt(int cluster) {
    return heapAt() + (cluster - 2L) * cluster();
  }

  /// The state that Linux keeps here; Windows keeps it in the table ([FatTable#isClean]).
  boolean isClean() {
    return (u8(width() == Width.FAT32 ? 65 : 37) & 1) == 0;
  }

  /// How many there are; their numbers begin at 2.
  int clusters() {
    int bits = width() == Width.FAT32 ? 32 : width() == Width.FAT16 ? 16 : 12;
    return (int) Math.min(rawClusters(), tableLength() * 8 / bits - 2);
  }

  boolean isCluster(int number) {
    return number >= 2 && number - 2 < clusters();
  }

  /// As Linux, mtools and dosfstools tell them apart: only FAT32 leaves the old field for the
  /// table's length empty.
  Width width() {
    if (u16(22) == 0) {
      return Width.FAT32;
    }
    return rawClusters() <= MOST_FAT12_CLUSTERS ? Width.FAT12 : Width.FAT16;
  }

  private long most() {
    return width() == Width.FAT32 ? MOST_FAT32_CLUSTERS : MOST_FAT16_CLUSTERS;
  }

  private long rawClusters() {
    return (length() - heapAt()) / cluster();
  }

  private long length() {
    return (u16(19) != 0 ? u16(19) : u32(32)) * sector();
  }

  private int u8(int at) {
    return Byte.toUnsignedInt(fields.get(at));
  }

  private int u16(int at) {
    return Short.toUnsignedInt(fields.getShort(at));
  }

  private long u32(int at) {
    return Integer.toUnsignedLong(fields.getInt(at));
  }
}
