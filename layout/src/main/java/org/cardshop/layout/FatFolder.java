package org.cardshop.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The root folder of a FAT volume: a row of slots. A file takes one, after those of its long name
/// ("FAT Directory Structure" and "FAT Long Directory Entries" in the specification).
final class FatFolder {
  private static final byte DELETED = (byte) 0xe5;

  /// Stands for a first character that would read as deleted.
  private static final byte ESCAPED = 0x05;

  private static final int VOLUME = 0x08;
  private static final int FOLDER = 0x10;
  private static final int CLUSTER_HIGH = 20;
  private static final int CLUSTER_LOW = 26;

  /// The code page of short names where Linux is told no other.
  private static final Charset OEM = Charset.forName("IBM437");

  private final Patch volume;
  private final List<Long> slots = new ArrayList<>();
  private final BitSet used = new BitSet();
  private final List<Entry> entries = new ArrayList<>();

  /// The slot from which on none was ever used.
  private int end;

  /// @param name the long one, if it has one
  /// @param alias the short one: eleven characters, padded
  /// @param first slot
  /// @param last slot, which is the file's own
  /// @param cluster the first, 0 if there is none
  record Entry(String name, String alias, int first, int last, boolean isFolder, int cluster) {}

  private FatFolder(Patch volume) {
    this.volume = volume;
  }

  /// @param parts addresses of the folder's parts
  /// @param length of each part in bytes
  static FatFolder of(Patch volume, List<Long> parts, int length) throws IOException {
    var folder = new FatFolder(volume);
    var bytes = ByteBuffer.allocate(Math.multiplyExact(parts.size(), length));
    for (long part : parts) {
      folder.extend(part, length);
      bytes.put(volume.read(part, length));
    }
    folder.parse(bytes.flip().order(ByteOrder.LITTLE_ENDIAN));
    return folder;
  }

  /// Adds a part whose slots were never used: it reads as zero.
  void extend(long part, int length) {
    for (int at = 0; at < length; at += FatSlot.LENGTH) {
      slots.add(part + at);
    }
  }

  int size() {
    return slots.size();
  }

  Set<String> aliases() {
    return entries.stream().map(Entry::alias).collect(Collectors.toSet());
  }

  /// By its name, whatever the case.
  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equalsIgnoreCase(name)).findFirst();
  }

  /// The file that has the name for its short one, but a long one as well.
  Optional<Entry> findAlias(String name) {
    return entries.stream()
        .filter(entry -> plain(entry.alias()).equalsIgnoreCase(name))
        .filter(entry -> !entry.name().equalsIgnoreCase(name))
        .findFirst();
  }

  void remove(Entry entry) throws IOException {
    for (int slot = entry.first(); slot <= entry.last(); slot++) {
      volume.write(slots.get(slot), new byte[] {DELETED});
    }
    used.clear(entry.first(), entry.last() + 1);
    entries.remove(entry);
  }

  /// Whether that many slots in a row are free.
  boolean hasRoom(int count) {
    return room(count) + count <= slots.size();
  }

  /// Puts slots where the first room for them is.
  void add(List<byte[]> entry) throws IOException {
    int first = room(entry.size());
    int after = first + entry.size();
    for (int i = 0; i < entry.size(); i++) {
      volume.write(slots.get(first + i), entry.get(i));
    }
    if (after > end && after < slots.size()) {
      volume.write(slots.get(after), new byte[FatSlot.LENGTH]); // the new end
    }
    used.set(first, after);
    end = Math.max(end, after);
  }

  private int room(int count) {
    int first = used.nextClearBit(0);
    for (int next = used.nextSetBit(first); next >= 0; next = used.nextSetBit(first)) {
      if (next - first >= count) {
        return first;
      }
      first = used.nextClearBit(next);
    }
    return first;
  }

  private void parse(ByteBuffer bytes) {
    var name = new FatSlot.LongName();
    int first = 0;
    for (end = 0; end < slots.size() && bytes.get(end * FatSlot.LENGTH) != 0; end++) {
      var slot = bytes.slice(end * FatSlot.LENGTH, FatSlot.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
      used.set(end, slot.get(0) != DELETED);
      if (FatSlot.isLongName(slot) && slot.get(0) != DELETED) {
        first = name.add(slot) ? end : first;
        continue;
      }
      int attributes = slot.get(FatSlot.ATTRIBUTES);
      if (slot.get(0) != DELETED && (attributes & VOLUME) == 0) {
        var padded = new byte[FatAlias.LENGTH];
        slot.get(0, padded);
        var given = name.of(padded);
        var alias = alias(padded);
        entries.add(
            new Entry(
                given.orElse(plain(alias)),
                alias,
                given.isPresent() ? first : end,
                end,
                (attributes & FOLDER) != 0,
                Short.toUnsignedInt(slot.getShort(CLUSTER_LOW))
                    | (slot.getShort(CLUSTER_HIGH) << 16)));
      }
      name.clear();
    }
  }

  private static String alias(byte[] padded) {
    var bytes = padded.clone();
    bytes[0] = bytes[0] == ESCAPED ? DELETED : bytes[0];
    return new String(bytes, OEM);
  }

  private static String plain(String alias) {
    var suffix = alias.substring(FatAlias.STEM).stripTrailing();
    var stem = alias.substring(0, FatAlias.STEM).stripTrailing();
    return suffix.isEmpty() ? stem : stem + "." + suffix;
  }
}
