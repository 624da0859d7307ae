package org.cardshop.manager.fleet;

import java.util.List;
import java.util.OptionalLong;
import org.cardshop.manager.health.HealthView;

/// All workers and warehouses, and what waits for them.
///
/// @param mayHandle whether whoever looks may keep tasks away from them
/// @param queues what waits, by channel and kind of task
/// @param deadLetters messages that could not be handled; empty when nobody can tell
public record Fleet(
    List<WorkerView> workers,
    List<WarehouseView> warehouses,
    boolean mayHandle,
    List<HealthView.Queue> queues,
    OptionalLong deadLetters) {
  public Fleet {
    workers = List.copyOf(workers);
    warehouses = List.copyOf(warehouses);
    queues = List.copyOf(queues);
  }

  /// Those that do this kind of task: `create` or `write`.
  public List<WorkerView> of(String kind) {
    return workers.stream().filter(w -> w.kind().equals(kind)).toList();
  }
}
