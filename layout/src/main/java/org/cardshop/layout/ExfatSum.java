package org.cardshop.layout;

/// The checksums of the exFAT specification: each turns right by a bit, then adds a byte.
final class ExfatSum {
  private ExfatSum() {}

  /// Of the first eleven sectors; the flags and the percentage change too often to count (section
  /// 3.4).
  static int ofBoot(byte[] sectors) {
    int sum = 0;
    for (int i = 0; i < sectors.length; i++) {
      if (i != 106 && i != 107 && i != 112) {
        sum = Integer.rotateRight(sum, 1) + (sectors[i] & 0xff);
      }
    }
    return sum;
  }

  /// Of the up-case table (section 7.2.2).
  static int ofTable(byte[] table) {
    int sum = 0;
    for (byte b : table) {
      sum = Integer.rotateRight(sum, 1) + (b & 0xff);
    }
    return sum;
  }

  /// Of all entries of a file but the field that holds it (section 6.3.3).
  static short ofEntries(byte[] entries) {
    int sum = 0;
    for (int i = 0; i < entries.length; i++) {
      sum = i == 2 || i == 3 ? sum : next(sum, entries[i]);
    }
    return (short) sum;
  }

  /// Of a name in capitals (section 7.6.4).
  static short ofName(String folded) {
    int sum = 0;
    for (int i = 0; i < folded.length(); i++) {
      sum = next(next(sum, folded.charAt(i)), folded.charAt(i) >> 8);
    }
    return (short) sum;
  }

  private static int next(int sum, int b) {
    return (((sum << 15) | (sum >> 1)) + (b & 0xff)) & 0xffff;
  }
}
