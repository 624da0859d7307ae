package org.cardshop.core.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a task makes: an image, or one card.
public enum TaskKind {
  CREATE,
  WRITE;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TaskKind> fromWire(String name) {
    return Arrays.stream(values()).filter(k -> k.wire().equals(name)).findFirst();
  }
}
