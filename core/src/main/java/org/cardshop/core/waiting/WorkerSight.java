package org.cardshop.core.waiting;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.worker.Cordon;
import org.cardshop.core.worker.SlotState;

/// What a look at a worker of the channel tells.
///
/// @param silentSince when it was heard of last; empty while it is online
/// @param slots by name
/// @param diskFree bytes, where it says so
public record WorkerSight(
    String name,
    TaskKind kind,
    Optional<Instant> silentSince,
    Optional<Cordon> cordon,
    SortedMap<String, SlotState> slots,
    OptionalLong diskFree) {
  public WorkerSight {
    slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
  }
}
