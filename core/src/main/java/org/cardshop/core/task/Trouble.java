package org.cardshop.core.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What kind of failure it was, as the worker that met it judges.
public enum Trouble {
  /// May go away by itself: try again later, within the budget.
  TRANSIENT,
  /// Will be the same the next time: give up.
  PERMANENT,
  /// Waits until a person changes something (a full disk, say); costs nothing of the budget.
  NEEDS_HUMAN,
  /// Nothing went wrong: the worker was asked to stop. Others may go on at once.
  INTERRUPTED;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Trouble> fromWire(String name) {
    return Arrays.stream(values()).filter(t -> t.wire().equals(name)).findFirst();
  }
}
