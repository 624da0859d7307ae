package org.cardshop.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.TaskStore;

/// Watches how far the database is, at little cost to it.
final class Progress {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int BETWEEN_LOOKS_MS = 20;

  private final Plant plant;
  private final long wanted;
  private final TaskStore tasks;

  /// Counts from now on.
  ///
  /// @param more how many facts of any kind there will be
  Progress(Plant plant, long more) {
    this.plant = plant;
    this.tasks = new TaskStore(plant.database());
    wanted = facts() + more;
  }

  /// Returns when the facts are there and every task has succeeded. Tasks are looked at only after
  /// the facts have come: then all are done, unless some were done twice.
  ///
  /// @return `System.nanoTime()` of the end
  long awaitDone(List<Stock.Entry> entries) throws InterruptedException {
    long latest = System.nanoTime() + PATIENCE.toNanos();
    await(latest, () -> facts() >= wanted);
    long end = System.nanoTime();
    for (var entry : entries) {
      if (!isDone(entry)) {
        await(latest, () -> isDone(entry));
        end = System.nanoTime();
      }
    }
    return end;
  }

  private static void await(long latest, BooleanSupplier isSo) throws InterruptedException {
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - latest > 0) {
        throw new IllegalStateException("not all that was to be done is done");
      }
      Thread.sleep(BETWEEN_LOOKS_MS);
    }
  }

  private boolean isDone(Stock.Entry entry) {
    return tasks.find(entry.id()).orElseThrow().value().state() instanceof TaskState.Succeeded;
  }

  private long facts() {
    return plant.documents("facts").estimatedDocumentCount();
  }
}
