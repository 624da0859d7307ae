package org.cardshop.manager.fleet;

import java.util.List;

/// All workers.
///
/// @param mayHandle whether whoever looks may keep tasks away from them
public record Fleet(List<WorkerView> workers, boolean mayHandle) {
  public Fleet {
    workers = List.copyOf(workers);
  }

  /// Those that do this kind of task: `create` or `write`.
  public List<WorkerView> of(String kind) {
    return workers.stream().filter(w -> w.kind().equals(kind)).toList();
  }
}
