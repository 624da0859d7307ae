package org.cardshop.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The table of a FAT volume, all copies that are kept ("FAT Data Structure" in the specification).
/// Changes go to every copy; where copies differ, the first is believed and a cluster is free only
/// when all say so.
final class FatTable {
  /// That of a volume with 8 million clusters. Boot partitions have some thousands.
  private static final long LONGEST = 32L << 20;

  private final FatBoot boot;
  private final List<ByteBuffer> copies = new ArrayList<>();
  private final BitSet changedSectors = new BitSet();

  private FatTable(FatBoot boot) {
    this.boot = boot;
  }

  static FatTable of(FatBoot boot, Patch volume) throws IOException {
    var table = new FatTable(boot);
    long sector = boot.sector();
    long length = Math.ceilDiv(table.position(boot.clusters() + 2) + 1L, sector) * sector;
    length = Math.min(length, boot.tableLength());
    if (length > LONGEST) {
      throw new IOException(
          "the FAT partition has "
              + boot.clusters()
              + " clusters; at most 8 million are supported");
    }
    for (int copy : boot.tables()) {
      table.copies.add(volume.read(boot.tableAt(copy), (int) length));
    }
    return table;
  }

  /// By number; nothing below 2 and nothing above the last cluster is set.
  BitSet free() {
    var free = new BitSet();
    for (int cluster = 2; boot.isCluster(cluster); cluster++) {
      free.set(cluster, isFree(cluster));
    }
    return free;
  }

  private boolean isFree(int cluster) {
    for (var copy : copies) {
      if (get(copy, cluster) != 0) {
        return false;
      }
    }
    return true;
  }

  /// As FSInfo counts: what the first copy says.
  int freeCount() {
    int count = 0;
    for (int cluster = 2; boot.isCluster(cluster); cluster++) {
      if (get(copies.getFirst(), cluster) == 0) {
        count++;
      }
    }
    return count;
  }

  /// False while somebody has the volume mounted, and when it was not unmounted properly.
  boolean isClean() {
    int state = get(copies.getFirst(), 1);
    return switch (boot.width()) {
      case FAT12 -> true; // has no such bit
      case FAT16 -> (state & 0x8000) != 0;
      case FAT32 -> (state & 0x0800_0000) != 0;
    };
  }

  /// The clusters of a file or folder in their order; none for 0.
  ///
  /// @throws IOException when the chain does not end as it should
  List<Integer> chain(int first) throws IOException {
    var chain = new ArrayList<Integer>();
    var seen = new BitSet();
    int cluster = first;
    while (first != 0 && cluster <= boot.width().bad()) {
      if (!boot.isCluster(cluster) || seen.get(cluster)) {
        throw new IOException(
            "the FAT partition is damaged: the chain of cluster "
                + first
                + " leads to "
                + cluster
                + "; repair it with fsck.vfat");
      }
      seen.set(cluster);
      chain.add(cluster);
      cluster = get(copies.getFirst(), cluster);
    }
    return chain;
  }

  /// Makes the clusters a chain that ends with the last of them.
  void link(List<Integer> chain) {
    for (int i = 0; i < chain.size(); i++) {
      set(chain.get(i), i + 1 < chain.size() ? chain.get(i + 1) : boot.width().end());
    }
  }

  void release(List<Integer> chain) {
    chain.forEach(cluster -> set(cluster, 0));
  }

  void into(Patch volume) throws IOException {
    int sector = boot.sector();
    for (int i = 0; i < copies.size(); i++) {
      long at = boot.tableAt(boot.tables().get(i));
      for (int s = changedSectors.nextSetBit(0); s >= 0; s = changedSectors.nextSetBit(s + 1)) {
        var bytes = new byte[sector];
        copies.get(i).get(s * sector, bytes);
        volume.write(at + (long) s * sector, bytes);
      }
    }
  }

  private int position(int cluster) {
    return switch (boot.width()) {
      case FAT12 -> cluster + cluster / 2;
      case FAT16 -> 2 * cluster;
      case FAT32 -> 4 * cluster;
    };
  }

  private int get(ByteBuffer copy, int cluster) {
    int at = position(cluster);
    return switch (boot.width()) {
      case FAT12 -> (Short.toUnsignedInt(copy.getShort(at)) >> (cluster % 2 * 4)) & 0xfff;
      case FAT16 -> Short.toUnsignedInt(copy.getShort(at));
      case FAT32 -> copy.getInt(at) & 0x0fff_ffff;
    };
  }

  private void set(int cluster, int value) {
    int at = position(cluster);
    for (var copy : copies) {
      switch (boot.width()) {
        case FAT12 -> {
          int shift = cluster % 2 * 4;
          int others = copy.getShort(at) & ~(0xfff << shift);
          copy.putShort(at, (short) (others | (value << shift)));
        }
        case FAT16 -> copy.putShort(at, (short) value);
        // The four highest bits are not the entry's ("FAT Data Structure").
        case FAT32 -> copy.putInt(at, (copy.getInt(at) & 0xf000_0000) | value);
      }
    }
    changedSectors.set(at / boot.sector());
    changedSectors.set((at + 1) / boot.sector());
  }
}
