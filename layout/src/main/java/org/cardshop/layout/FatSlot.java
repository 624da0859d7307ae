package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The 32 bytes of which FAT's folders are made: names and what they stand for ("FAT Directory
/// Structure", "FAT Long Directory Entries").
final class FatSlot {
  static final int LENGTH = 32;
  static final int ATTRIBUTES = 11;

  private static final int ARCHIVE = 0x20;
  private static final int LONG_NAME = 0x0f;
  private static final int LONG_NAME_MASK = 0x3f;
  private static final int LAST = 0x40;
  private static final int CHECKSUM = 13;

  /// Where a slot keeps its part of a long name.
  private static final int[] UNITS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

  private FatSlot() {}

  static boolean isLongName(ByteBuffer slot) {
    return (slot.get(ATTRIBUTES) & LONG_NAME_MASK) == LONG_NAME;
  }

  /// How many slots a file of that name takes.
  static int count(String name, FatAlias alias) {
    return alias.isLossless() ? 1 : 1 + Math.ceilDiv(name.length(), UNITS.length);
  }

  /// All slots of a file in the order of the folder, which begins with the end of the name.
  ///
  /// @param cluster the first, 0 when there is no content
  static List<byte[]> of(String name, FatAlias alias, int cluster, int size) {
    var slots = new ArrayList<byte[]>();
    int parts = count(name, alias) - 1;
    for (int part = parts; part >= 1; part--) {
      slots.add(part(name, part, part == parts, FatAlias.checksum(alias.bytes())));
    }
    slots.add(file(alias, cluster, size));
    return slots;
  }

  private static byte[] part(String name, int number, boolean isLast, byte checksum) {
    var slot = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    slot.put(0, (byte) (isLast ? number | LAST : number));
    slot.put(ATTRIBUTES, (byte) LONG_NAME);
    slot.put(CHECKSUM, checksum);
    for (int i = 0; i < UNITS.length; i++) {
      int at = (number - 1) * UNITS.length + i;
      // One zero ends the name, the rest is filled up with ones.
      char unit = at < name.length() ? name.charAt(at) : at == name.length() ? '\0' : '\uffff';
      slot.putChar(UNITS[i], unit);
    }
    return slot.array();
  }

  private static byte[] file(FatAlias alias, int cluster, int size) {
    var at = Stable.TIME.atOffset(ZoneOffset.UTC);
    short date =
        (short) (((at.getYear() - 1980) << 9) | (at.getMonthValue() << 5) | at.getDayOfMonth());
    short time = (short) ((at.getHour() << 11) | (at.getMinute() << 5) | (at.getSecond() / 2));
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(alias.bytes())
        .put((byte) ARCHIVE)
        .putShort((short) 0)
        .putShort(time) // of creation
        .putShort(date)
        .putShort(date) // of the last access
        .putShort((short) (cluster >>> 16))
        .putShort(time) // of the last change
        .putShort(date)
        .putShort((short) cluster)
        .putInt(size)
        .array();
  }

  /// The long name that is read before a file's own slot.
  static final class LongName {
    private String tail = "";
    private int missing;
    private byte checksum;

    /// @return whether the slot is the first of a name
    boolean add(ByteBuffer slot) {
      int number = slot.get(0) & ~LAST;
      boolean begins = (slot.get(0) & LAST) != 0;
      if (!begins && (number != missing || slot.get(CHECKSUM) != checksum)) {
        clear();
        return false;
      }
      tail = begins ? units(slot) : units(slot) + tail;
      missing = number - 1;
      checksum = slot.get(CHECKSUM);
      return begins;
    }

    /// The name, when it is whole and belongs to that short one.
    Optional<String> of(byte[] alias) {
      boolean isWhole = missing == 0 && !tail.isEmpty() && checksum == FatAlias.checksum(alias);
      return isWhole ? Optional.of(tail) : Optional.empty();
    }

    void clear() {
      tail = "";
      missing = 0;
    }

    private static String units(ByteBuffer slot) {
      var units = new StringBuilder();
      for (int at : UNITS) {
        units.append(slot.getChar(at));
      }
      int end = units.indexOf("\0");
      return end < 0 ? units.toString() : units.substring(0, end);
    }
  }
}
