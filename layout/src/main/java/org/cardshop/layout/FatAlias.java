package org.cardshop.layout;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// The short name, 8 + 3 characters, that a FAT volume gives a file beside its long one ("The
/// Basis-Name Generation Algorithm" and "The Numeric-Tail Generation Algorithm").
///
/// @param padded the eleven characters as in the folder, padded by blanks, without the dot
/// @param isLossless the name itself says no more, so that no long name is needed
record FatAlias(String padded, boolean isLossless) {
  static final int STEM = 8;
  static final int LENGTH = 11;

  private static final int SUFFIX = LENGTH - STEM;
  private static final int MOST_TAILS = 999_999;
  private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$%'-_@~`!(){}^#&";

  /// @param taken short names, padded, of the folder
  static FatAlias of(String name, Set<String> taken) throws LayoutException {
    var trimmed = name.replaceFirst("^[. ]+", "");
    int dot = trimmed.lastIndexOf('.');
    var stem = basis(dot < 0 ? trimmed : trimmed.substring(0, dot));
    var suffix = dot < 0 ? "" : basis(trimmed.substring(dot + 1));
    boolean fits = stem.length() <= STEM && suffix.length() <= SUFFIX && !stem.isEmpty();
    var plain = suffix.isEmpty() ? stem : stem + "." + suffix;
    var padded = padded(stem, suffix);
    if (fits && plain.equals(name) && !taken.contains(padded)) {
      return new FatAlias(padded, true);
    }
    if (fits && plain.equals(name.toUpperCase(Locale.ROOT)) && !taken.contains(padded)) {
      return new FatAlias(padded, false);
    }
    for (int number = 1; number <= MOST_TAILS; number++) {
      var tail = "~" + number;
      var start = stem.isEmpty() ? "_" : stem;
      padded =
          padded(start.substring(0, Math.min(start.length(), STEM - tail.length())) + tail, suffix);
      if (!taken.contains(padded)) {
        return new FatAlias(padded, false);
      }
    }
    throw new LayoutException(name + ": the boot partition has too many files of such a name");
  }

  byte[] bytes() {
    return padded.getBytes(StandardCharsets.US_ASCII);
  }

  /// What ties the long name to the short one (`ChkSum`).
  static byte checksum(byte[] padded) {
    int sum = 0;
    for (byte b : padded) {
      sum = (((sum & 1) << 7) + (sum >> 1) + (b & 0xff)) & 0xff;
    }
    return (byte) sum;
  }

  private static String basis(String text) {
    var basis = new StringBuilder();
    text.toUpperCase(Locale.ROOT)
        .codePoints()
        .filter(c -> c != ' ' && c != '.')
        .forEach(c -> basis.append(ALLOWED.indexOf(c) < 0 ? '_' : (char) c));
    return basis.toString();
  }

  private static String padded(String stem, String suffix) {
    return String.format(Locale.ROOT, "%-8.8s%-3.3s", stem, suffix);
  }
}
