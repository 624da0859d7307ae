package org.cardshop.platform.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.waiting.WorkerSight;
import org.cardshop.core.worker.Cordon;
import org.cardshop.core.worker.SlotState;

/// A worker as it last reported itself, and what a person decided about it.
///
/// @param name its user name
/// @param kind which tasks it does
/// @param boot which start of its process; later ones are greater
/// @param online false once it took leave or fell silent
/// @param diskFree bytes, where it says so
/// @param clockAhead of the server's when it was heard last; negative when it is behind. What was
///   said while the network was away makes it look behind
/// @param cordon whether a person keeps new tasks away from it; no report of its own changes that
public record Worker(
    String name,
    TaskKind kind,
    String channel,
    long boot,
    String version,
    Instant lastHeartbeat,
    boolean online,
    List<Slot> slots,
    OptionalLong diskFree,
    Duration clockAhead,
    Optional<Cordon> cordon) {
  public Worker {
    slots = List.copyOf(slots);
  }

  /// What a worker says of itself, by a clock that is right.
  public Worker(
      String name,
      TaskKind kind,
      String channel,
      long boot,
      String version,
      Instant lastHeartbeat,
      boolean online,
      List<Slot> slots,
      OptionalLong diskFree) {
    this(
        name,
        kind,
        channel,
        boot,
        version,
        lastHeartbeat,
        online,
        slots,
        diskFree,
        Duration.ZERO,
        Optional.empty());
  }

  /// What explanations need to know of it.
  public WorkerSight sight() {
    var conditions = new TreeMap<String, SlotState>();
    slots.forEach(slot -> conditions.put(slot.name(), slot.condition()));
    return new WorkerSight(
        name,
        kind,
        online ? Optional.empty() : Optional.of(lastHeartbeat),
        cordon,
        conditions,
        diskFree);
  }

  /// A place for one task.
  ///
  /// @param state in the worker's words
  /// @param medium opaque id of the card in it; empty without one
  /// @param size of the medium in bytes; 0 without one
  /// @param task the task's id; empty without one
  public record Slot(String name, String state, String medium, long size, String task) {
    /// A state that is not known here stands in no task's way: the worker itself decides.
    public SlotState condition() {
      return task.isEmpty() ? SlotState.fromWire(state).orElse(SlotState.FREE) : SlotState.BUSY;
    }
  }
}
