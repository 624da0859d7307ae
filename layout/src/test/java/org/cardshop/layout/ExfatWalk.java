package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Reads an exFAT volume by the specification alone and insists on all that it says: checksums,
/// hashes, flags, and that the bitmap names just the clusters that something uses.
final class ExfatWalk {
  private static final int UNITS = 15;

  private final FileChannel volume;
  private final ByteBuffer boot;
  private final BitSet used = new BitSet();
  private final BitSet chained = new BitSet();
  private final Map<String, Found> found = new TreeMap<>();
  private char[] capitals = new char[0];
  private BitSet bitmap = new BitSet();
  private String label = "";

  /// @param at in the volume, 0 when there is no content
  record Found(long at, long length, boolean isFolder) {}

  private ExfatWalk(FileChannel volume) throws IOException {
    this.volume = volume;
    this.boot = read(0, 512);
  }

  static ExfatWalk of(FileChannel volume) throws IOException {
    var walk = new ExfatWalk(volume);
    walk.checkBoot();
    walk.root();
    assertEquals(walk.bitmap, walk.used, "bits of clusters that are in use");
    walk.checkTable();
    return walk;
  }

  Map<String, Found> found() {
    return found;
  }

  Found found(String path) {
    return Objects.requireNonNull(found.get(path), path);
  }

  String label() {
    return label;
  }

  int clusterSize() {
    return 512 << boot.get(109);
  }

  private void checkBoot() throws IOException {
    assertEquals(0xaa55, boot.getChar(510));
    assertEquals(9, boot.get(108));
    assertEquals(volume.size() / 512, boot.getLong(72));
    for (int i = 11; i < 64; i++) {
      assertEquals(0, boot.get(i));
    }
    long tableEnd = (long) boot.getInt(80) + boot.getInt(84);
    assertTrue(boot.getInt(80) >= 24);
    assertTrue(boot.getInt(84) * 128L >= boot.getInt(92) + 2L);
    assertTrue(boot.getInt(88) >= tableEnd);
    long clusters = boot.getInt(92) * (long) clusterSize();
    assertTrue(boot.getInt(88) * 512L + clusters <= volume.size());
    assertEquals(read(0, 12 * 512), read(12 * 512, 12 * 512), "backup of the boot region");
    var region = read(0, 12 * 512);
    int sum = 0;
    for (int i = 0; i < 11 * 512; i++) {
      if (i != 106 && i != 107 && i != 112) {
        sum = (sum << 31) + (sum >>> 1) + (region.get(i) & 0xff);
      }
    }
    for (int i = 11 * 512; i < 12 * 512; i += 4) {
      assertEquals(sum, region.getInt(i));
    }
    assertEquals(0xffff_fff8, read(table(0), 4).getInt());
    assertEquals(-1, read(table(1), 4).getInt());
  }

  private void root() throws IOException {
    var entries = chain(boot.getInt(96), Long.MAX_VALUE);
    for (int at = 0; entries.get(at) != 0; at += 32) {
      switch (entries.get(at) & 0xff) {
        case 0x81 -> {
          long length = entries.getLong(at + 24);
          assertEquals((boot.getInt(92) + 7) / 8, length);
          bitmap = BitSet.valueOf(chain(entries.getInt(at + 20), length));
        }
        case 0x82 ->
            upcase(
                chain(entries.getInt(at + 20), entries.getLong(at + 24)), entries.getInt(at + 4));
        case 0x83 -> {
          for (int i = 0; i < entries.get(at + 1); i++) {
            label += entries.getChar(at + 2 + 2 * i);
          }
        }
        default -> {}
      }
    }
    folder("", entries);
  }

  private void upcase(ByteBuffer table, int checksum) {
    int sum = 0;
    for (int i = 0; i < table.limit(); i++) {
      sum = (sum << 31) + (sum >>> 1) + (table.get(i) & 0xff);
    }
    assertEquals(sum, checksum);
    capitals = new char[1 << 16];
    int next = 0;
    while (table.hasRemaining()) {
      char unit = table.getChar();
      if (unit == 0xffff && table.hasRemaining()) {
        for (int left = table.getChar(); left > 0; left--) {
          capitals[next] = (char) next++;
        }
      } else {
        capitals[next++] = unit;
      }
    }
    assertEquals(1 << 16, next);
  }

  private void folder(String path, ByteBuffer entries) throws IOException {
    int at = 0;
    for (; at < entries.limit() && entries.get(at) != 0; ) {
      if ((entries.get(at) & 0xff) != 0x85) {
        at += 32;
        continue;
      }
      int count = 1 + entries.get(at + 1);
      int sum = 0;
      for (int i = 0; i < 32 * count; i++) {
        if (i != 2 && i != 3) {
          sum = ((sum << 15) + (sum >> 1) + (entries.get(at + i) & 0xff)) & 0xffff;
        }
      }
      assertEquals(sum, entries.getChar(at + 2));
      file(path, entries.slice(at, 32 * count).order(ByteOrder.LITTLE_ENDIAN));
      at += 32 * count;
    }
    for (; at < entries.limit(); at++) {
      assertEquals(0, entries.get(at), "behind the end of " + path);
    }
  }

  private void file(String path, ByteBuffer set) throws IOException {
    assertEquals(0x80, set.get(22) & 0xff, "UTC");
    assertEquals(0xc0, set.get(32) & 0xff);
    var name = new StringBuilder();
    for (int i = 0; i < (set.get(35) & 0xff); i++) {
      int entry = 64 + i / UNITS * 32;
      assertEquals(0xc1, set.get(entry) & 0xff);
      name.append(set.getChar(entry + 2 + i % UNITS * 2));
    }
    assertEquals(64 + (name.length() + UNITS - 1) / UNITS * 32, set.limit());
    assertEquals(hash(name), set.getChar(36));
    boolean isFolder = (set.get(4) & 0x10) != 0;
    int first = set.getInt(52);
    long length = set.getLong(56);
    assertEquals(length, set.getLong(40), "valid length");
    assertEquals(first == 0 ? 1 : 3, set.get(33), "one run of clusters, no chain");
    assertEquals(first == 0, length == 0);
    var full = path + name;
    long at = first == 0 ? 0 : at(first);
    assertFalse(found.containsKey(full), full);
    found.put(full, new Found(at, length, isFolder));
    for (long i = 0; i * clusterSize() < length; i++) {
      use((int) (first + i));
    }
    if (isFolder) {
      assertEquals(0, length % clusterSize());
      folder(full + "/", read(at, (int) length));
    }
  }

  private int hash(CharSequence name) {
    int sum = 0;
    for (int i = 0; i < name.length(); i++) {
      char unit = capitals[name.charAt(i)];
      sum = ((sum << 15) + (sum >> 1) + (unit & 0xff)) & 0xffff;
      sum = ((sum << 15) + (sum >> 1) + (unit >> 8)) & 0xffff;
    }
    return sum;
  }

  private ByteBuffer chain(int first, long length) throws IOException {
    var bytes = ByteBuffer.allocate(1 << 25).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = first; at != -1; at = read(table(at), 4).getInt()) {
      use(at);
      chained.set(at);
      bytes.put(read(at(at), clusterSize()));
    }
    assertTrue(length > bytes.position() - clusterSize());
    return bytes.flip().limit((int) Math.min(length, bytes.limit()));
  }

  /// What is in no chain has no entry.
  private void checkTable() throws IOException {
    var table = read(table(0), 4 * (boot.getInt(92) + 2));
    for (int cluster = 2; cluster < boot.getInt(92) + 2; cluster++) {
      assertEquals(chained.get(cluster), table.getInt(4 * cluster) != 0, "cluster " + cluster);
    }
  }

  private void use(int cluster) {
    assertTrue(cluster >= 2 && cluster < boot.getInt(92) + 2, "cluster " + cluster);
    assertFalse(used.get(cluster - 2), "used twice: " + cluster);
    used.set(cluster - 2);
  }

  private long table(int cluster) {
    return boot.getInt(80) * 512L + 4L * cluster;
  }

  private long at(int cluster) {
    return boot.getInt(88) * 512L + (cluster - 2L) * clusterSize();
  }

  private ByteBuffer read(long at, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(length, volume.read(bytes, at));
    return bytes.flip();
  }
}
