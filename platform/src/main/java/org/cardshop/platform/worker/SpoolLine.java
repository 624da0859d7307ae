package org.cardshop.platform.worker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/// A fact as a line of a file: the CRC-32 of its bytes in eight hex digits, a space, the bytes.
final class SpoolLine {
  private static final int DIGITS = 8;

  private SpoolLine() {}

  static byte[] of(byte[] fact) {
    var line = new byte[DIGITS + 1 + fact.length + 1];
    System.arraycopy(sum(fact), 0, line, 0, DIGITS);
    line[DIGITS] = ' ';
    System.arraycopy(fact, 0, line, DIGITS + 1, fact.length);
    line[line.length - 1] = '\n';
    return line;
  }

  /// Empty when the line is damaged.
  ///
  /// @param line without the end
  static Optional<byte[]> read(byte[] line) {
    if (line.length <= DIGITS || line[DIGITS] != ' ') {
      return Optional.empty();
    }
    var fact = Arrays.copyOfRange(line, DIGITS + 1, line.length);
    return Arrays.equals(sum(fact), Arrays.copyOf(line, DIGITS))
        ? Optional.of(fact)
        : Optional.empty();
  }

  private static byte[] sum(byte[] fact) {
    var crc = new CRC32();
    crc.update(fact);
    return String.format(Locale.ROOT, "%08x", crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }
}
