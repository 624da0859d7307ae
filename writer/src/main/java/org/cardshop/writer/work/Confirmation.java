package org.cardshop.writer.work;

import java.util.Arrays;
import java.util.Locale;

/// Who says that the card in a slot is the one to write.
public enum Confirmation {
  /// A signed-in person, each time.
  PERSON,
  /// The host itself, for media that it has not touched before.
  AUTO;

  /// @throws IllegalArgumentException when it is neither
  static Confirmation parse(String text) {
    return Arrays.stream(values())
        .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not '" + text + "'"));
  }
}
