package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneOffset;

/// The entries of 32 bytes of which exFAT's folders are made (specification, sections 6 and 7).
final class ExfatEntry {
  static final int LENGTH = 32;
  static final int LABEL = 0x83;
  static final int BITMAP = 0x81;
  static final int UPCASE = 0x82;
  static final int FILE = 0x85;

  /// In UTF-16 units (section 7.3.2).
  static final int LONGEST_LABEL = 11;

  private static final int STREAM = 0xc0;
  private static final int NAME = 0xc1;
  private static final int NAME_UNITS = 15;
  private static final int FOLDER_ATTRIBUTE = 0x10;
  private static final int ARCHIVE_ATTRIBUTE = 0x20;
  private static final int ALLOCATION_POSSIBLE = 1;
  private static final int NO_FAT_CHAIN = 2;

  /// The offset from UTC is valid, and none (section 7.4.10).
  private static final byte UTC = (byte) 0x80;

  private ExfatEntry() {}

  static byte[] label(String label) {
    var bytes = new byte[LENGTH];
    var entry = fields(bytes).put((byte) LABEL).put((byte) label.length());
    for (int i = 0; i < label.length(); i++) {
      entry.putChar(label.charAt(i));
    }
    return bytes;
  }

  static byte[] bitmap(long cluster, long length) {
    var bytes = new byte[LENGTH];
    fields(bytes).put((byte) BITMAP).putInt(20, (int) cluster).putLong(24, length);
    return bytes;
  }

  static byte[] upcase(int checksum, long cluster, long length) {
    var bytes = new byte[LENGTH];
    fields(bytes)
        .put((byte) UPCASE)
        .putInt(4, checksum)
        .putInt(20, (int) cluster)
        .putLong(24, length);
    return bytes;
  }

  /// How many entries a name takes, those of the file itself included.
  static int count(String name) {
    return 2 + Math.ceilDiv(name.length(), NAME_UNITS);
  }

  /// The entries of a file or folder whose clusters follow each other.
  ///
  /// @param cluster the first; 0 without content
  static byte[] file(String name, boolean isFolder, long cluster, long length) {
    int count = count(name);
    var bytes = new byte[count * LENGTH];
    var set = fields(bytes);
    int time = time();
    set.put((byte) FILE)
        .put((byte) (count - 1))
        .putShort(4, (short) (isFolder ? FOLDER_ATTRIBUTE : ARCHIVE_ATTRIBUTE))
        .putInt(8, time)
        .putInt(12, time)
        .putInt(16, time)
        .put(22, UTC)
        .put(23, UTC)
        .put(24, UTC);
    int flags = cluster == 0 ? ALLOCATION_POSSIBLE : ALLOCATION_POSSIBLE | NO_FAT_CHAIN;
    set.position(LENGTH)
        .put((byte) STREAM)
        .put((byte) flags)
        .put((byte) 0)
        .put((byte) name.length())
        .putShort(ExfatSum.ofName(ExfatUpcase.fold(name)))
        .putLong(LENGTH + 8, length) // all of it is valid
        .putInt(LENGTH + 20, (int) cluster)
        .putLong(LENGTH + 24, length);
    for (int i = 0; i < name.length(); i++) {
      int at = (2 + i / NAME_UNITS) * LENGTH;
      set.put(at, (byte) NAME).putChar(at + 2 + i % NAME_UNITS * 2, name.charAt(i));
    }
    set.putShort(2, ExfatSum.ofEntries(bytes));
    return bytes;
  }

  private static ByteBuffer fields(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Section 7.4.8.
  private static int time() {
    var at = Stable.TIME.atOffset(ZoneOffset.UTC);
    int date = ((at.getYear() - 1980) << 9) | (at.getMonthValue() << 5) | at.getDayOfMonth();
    int time = (at.getHour() << 11) | (at.getMinute() << 5) | (at.getSecond() / 2);
    return (date << 16) | time;
  }
}
