package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Packs small contents into tiles so that one more or less of them changes a few tiles, not all
/// that follow: where a tile ends is for the names and sizes of its contents to say, not for what
/// lies in front of it. The same folder then fills the same tiles in every image.
///
/// Identities of contents have no say here, as they may differ from machine to machine.
final class Packs {
  /// A tile is closed at the first mark behind this.
  private static final int NEARLY_FULL = Tiles.BLOCKS * 7 / 8;

  /// A tile with less is not worth having.
  private static final int HALF_FULL = Tiles.BLOCKS / 2;

  /// There is a mark about each so many blocks.
  private static final int BLOCKS_PER_MARK = 32;

  private final Map<Integer, Integer> hashes = new HashMap<>();
  private final List<Load> packs = new ArrayList<>();
  private final List<Inode.File> pack = new ArrayList<>();
  private final List<Inode.File> left = new ArrayList<>();
  private long blocks;

  private Packs(Collection<Inode> inodes) {
    for (var inode : inodes) {
      if (inode instanceof Inode.Folder folder) {
        folder.names().forEach(name -> hashes.put(name.inode, hash(name.bytes)));
      }
    }
    for (var inode : inodes) {
      if (inode instanceof Inode.File file && file.blocks() < Tiles.BLOCKS) {
        add(file);
      }
    }
    close();
  }

  static Packs of(Collection<Inode> inodes) {
    return new Packs(inodes);
  }

  /// In the order of the inodes, as are the files in each.
  List<Load> packs() {
    return packs;
  }

  /// Those that are in no pack.
  List<Inode.File> left() {
    return left;
  }

  private void add(Inode.File file) {
    if (blocks + file.blocks() > Tiles.BLOCKS || (blocks >= NEARLY_FULL && isMark(file))) {
      close();
    }
    pack.add(file);
    blocks += file.blocks();
  }

  private boolean isMark(Inode.File file) {
    int hash = hashes.getOrDefault(file.number(), 0) + (int) file.size() * 0x9e37_79b1;
    return (hash >>> 16) % BLOCKS_PER_MARK < file.blocks();
  }

  private void close() {
    if (blocks >= HALF_FULL) {
      packs.add(new Load(pack));
    } else {
      left.addAll(pack);
    }
    pack.clear();
    blocks = 0;
  }

  private static int hash(byte[] name) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.wrap(name));
    return (int) crc.getValue();
  }
}
