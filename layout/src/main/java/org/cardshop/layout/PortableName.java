package org.cardshop.layout;

import java.util.Locale;
import java.util.Optional;

/// What FAT's long names and exFAT forbid in a name (exFAT specification, section 7.7.3).
final class PortableName {
  static final int LONGEST = 255;

  private static final String FORBIDDEN = "\"*/:<>?\\|";

  private PortableName() {}

  /// What is wrong with the name, to be put after its path: `has a ":", which …`.
  static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("has an empty name");
    }
    if (name.length() > LONGEST) {
      return Optional.of(
          "has a name of " + name.length() + " characters; at most " + LONGEST + " are possible");
    }
    if (name.endsWith(".")) {
      return Optional.of("has a name that ends with a dot, which many systems cannot open");
    }
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      if (unit < ' ' || FORBIDDEN.indexOf(unit) >= 0) {
        return Optional.of("has " + shown(unit) + " in its name, which is not possible there");
      }
    }
    boolean paired = name.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    return paired ? Optional.empty() : Optional.of("has half a character in its name");
  }

  private static String shown(char unit) {
    return unit < ' '
        ? String.format(Locale.ROOT, "the control character %02x", (int) unit)
        : "a " + unit;
  }
}
