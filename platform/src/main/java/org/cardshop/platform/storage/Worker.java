package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.cardshop.core.task.TaskKind;

/// A worker as it last reported itself.
///
/// @param name its user name
/// @param kind which tasks it does
/// @param boot which start of its process; later ones are greater
/// @param online false once it took leave or fell silent
/// @param diskFree bytes, where it says so
public record Worker(
    String name,
    TaskKind kind,
    String channel,
    long boot,
    String version,
    Instant lastHeartbeat,
    boolean online,
    List<Slot> slots,
    OptionalLong diskFree) {
  public Worker {
    slots = List.copyOf(slots);
  }

  /// A place for one task.
  ///
  /// @param state in the worker's words
  /// @param medium opaque id of the card in it; empty without one
  /// @param size of the medium in bytes; 0 without one
  /// @param task the task's id; empty without one
  public record Slot(String name, String state, String medium, long size, String task) {
    public boolean isFree() {
      return task.isEmpty();
    }
  }
}
