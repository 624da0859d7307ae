package org.cardshop.core.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What becomes of due times that passed while nobody was there.
public enum Misfire {
  /// None is made up for.
  SKIP,
  /// The latest is.
  ONCE,
  /// Each is, oldest first.
  ALL;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Misfire> fromWire(String name) {
    return Arrays.stream(values()).filter(m -> m.wire().equals(name)).findFirst();
  }
}
