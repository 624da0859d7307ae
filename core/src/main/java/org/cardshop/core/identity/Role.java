package org.cardshop.core.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What kind of user someone is. Names on the wire are in lower case.
public enum Role {
  /// May do everything.
  MANAGER,
  /// Takes orders, runs the bench, sees workers; manages no users.
  OPERATOR,
  /// Sees their own orders and images.
  CLIENT,
  /// A machine that builds images.
  CREATOR,
  /// A machine that writes cards.
  WRITER;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isWorker() {
    return this == CREATOR || this == WRITER;
  }

  public static Optional<Role> fromWire(String name) {
    return Arrays.stream(values()).filter(r -> r.wire().equals(name)).findFirst();
  }
}
