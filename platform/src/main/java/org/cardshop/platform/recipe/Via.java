package org.cardshop.platform.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a fetched content becomes files: as it is, or unpacked.
public enum Via {
  DIRECT,
  TAR,
  GZTAR,
  BZTAR,
  XZTAR,
  ZIP;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Via> fromWire(String text) {
    return Arrays.stream(values()).filter(v -> v.wire().equals(text)).findFirst();
  }
}
