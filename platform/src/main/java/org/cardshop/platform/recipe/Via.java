package org.cardshop.platform.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a content becomes files: as it is, unpacked, or decoded.
public enum Via {
  DIRECT,
  TAR,
  GZTAR,
  BZTAR,
  XZTAR,
  ZIP,
  BASE64;

  /// Whether it makes any number of files below the target instead of one file at it.
  public boolean isArchive() {
    return switch (this) {
      case TAR, GZTAR, BZTAR, XZTAR, ZIP -> true;
      case DIRECT, BASE64 -> false;
    };
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Via> fromWire(String text) {
    return Arrays.stream(values()).filter(v -> v.wire().equals(text)).findFirst();
  }
}
