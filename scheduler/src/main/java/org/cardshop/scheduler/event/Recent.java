package org.cardshop.scheduler.event;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;

/// The latest changes, read once for all who listen, and only while somebody does. For many
/// threads.
final class Recent {
  /// Whoever asks within this time after a look gets what that look found.
  static final Duration FRESH = Duration.ofMillis(50);

  /// Whoever comes after so long begins anew: nobody listened in between.
  private static final Duration LEFT = Duration.ofSeconds(5);

  /// Some 20 s of a large factory; a listener that is slower is sent away and resumes.
  private static final int KEPT = 10_000;

  private final OrderStore orders;
  private final TaskStore tasks;
  private final InstantSource clock;

  private final List<Change> changes = new ArrayList<>();
  private Reading reading;
  private long first;
  private long looked;

  Recent(OrderStore orders, TaskStore tasks, InstantSource clock) {
    this.orders = orders;
    this.tasks = tasks;
    this.clock = clock;
    reading = new Reading(orders, tasks, clock.instant());
    looked = System.nanoTime() - LEFT.toNanos();
  }

  /// The number that the next change will get.
  synchronized long end() {
    look();
    return first + changes.size();
  }

  /// Those from this number on; empty when they are not kept any more.
  synchronized Optional<List<Change>> from(long number) {
    look();
    return number < first
        ? Optional.empty()
        : Optional.of(List.copyOf(changes.subList((int) (number - first), changes.size())));
  }

  private void look() {
    long now = System.nanoTime();
    if (now - looked < FRESH.toNanos() && !reading.isBehind()) {
      return;
    }
    if (now - looked >= LEFT.toNanos()) {
      reading = new Reading(orders, tasks, clock.instant());
      first += changes.size();
      changes.clear();
    }
    changes.addAll(reading.poll());
    looked = System.nanoTime();
    int tooMany = changes.size() - KEPT;
    if (tooMany > 0) {
      changes.subList(0, tooMany).clear();
      first += tooMany;
    }
  }
}
