package org.cardshop.platform.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.platform.wire.Answer.Granted;

/// What ended last in each slot. The monitor hears of an end by a fact, and a claim can overtake
/// it: then the monitor still takes the slot for busy, or the answer to the last claim for lost and
/// grants once more what was done.
final class Endings {
  /// A fact that takes longer is stuck; asking often does not help then.
  private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

  private final Map<String, Ending> bySlot = new ConcurrentHashMap<>();

  private record Ending(String task, long epoch, long at) {}

  void add(String slot, Hold hold) {
    bySlot.put(slot, new Ending(hold.task(), hold.epoch(), System.nanoTime()));
  }

  /// This very grant was carried out.
  boolean has(String slot, Granted granted) {
    return Optional.ofNullable(bySlot.get(slot))
        .filter(e -> e.task().equals(granted.task()) && e.epoch() == granted.epoch())
        .isPresent();
  }

  /// The end may be on the way yet.
  boolean isRecent(String slot) {
    return Optional.ofNullable(bySlot.get(slot))
        .filter(e -> System.nanoTime() - e.at() < ON_THE_WAY.toNanos())
        .isPresent();
  }
}
