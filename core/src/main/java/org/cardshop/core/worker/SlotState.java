package org.cardshop.core.worker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a worker's slot is, as the worker says in its heartbeat.
public enum SlotState {
  FREE,
  /// A task is done there.
  BUSY,
  /// Too many bad cards in a row: somebody shall look at the reader first.
  SUSPENDED,
  /// It cannot even be looked at.
  BROKEN,
  /// The worker's disk is too full to begin anything.
  NO_DISK;

  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  public static Optional<SlotState> fromWire(String name) {
    return Arrays.stream(values()).filter(s -> s.wire().equals(name)).findFirst();
  }
}
