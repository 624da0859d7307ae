package org.cardshop.core.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cardshop.core.task.TaskKind;

/// What was seen of the factory at one moment.
///
/// @param beatUntil until when the leading beat leads; empty when none does
/// @param lateEffect since when the effect that waits longest waits, if one waits at all
/// @param deadLetters empty when the broker is away
public record FactoryLook(
    Instant at,
    List<Queue> queues,
    List<WorkerLook> workers,
    List<WarehouseLook> warehouses,
    Optional<Instant> beatUntil,
    Optional<Instant> lateEffect,
    OptionalInt deadLetters) {
  public FactoryLook {
    queues = List.copyOf(queues);
    workers = List.copyOf(workers);
    warehouses = List.copyOf(warehouses);
  }

  /// The tasks of one kind that wait in a channel.
  ///
  /// @param oldest since when the first of them waits; empty when none does
  public record Queue(String channel, TaskKind kind, long waiting, Optional<Instant> oldest) {}

  /// A warehouse.
  ///
  /// @param away since when nobody answers there
  public record WarehouseLook(String name, Optional<Instant> away) {}

  /// A worker, as far as the factory's health goes.
  ///
  /// @param diskFree bytes, where it says so
  public record WorkerLook(
      String name,
      String channel,
      TaskKind kind,
      boolean online,
      boolean cordoned,
      Instant heard,
      OptionalLong diskFree) {
    boolean serves(Queue queue) {
      return online && channel.equals(queue.channel()) && kind == queue.kind();
    }
  }
}
