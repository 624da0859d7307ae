package org.cardshop.beat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.LeaseStore;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.RunStore;
import org.cardshop.platform.storage.Schedule;
import org.cardshop.platform.storage.ScheduleStore;

/// A database, a clock that the test sets, and a list of what was enqueued.
final class Stage implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  final List<Run> enqueued = new CopyOnWriteArrayList<>();
  final Database database;
  final ScheduleStore schedules;
  final RunStore runs;
  private final Closer closer = new Closer();

  Stage(Path directory) {
    var store = closer.add(EmbeddedStore.open(directory, 0));
    database = closer.add(Database.open(store.uri().toString()));
    schedules = new ScheduleStore(database);
    runs = new RunStore(database);
  }

  /// Makes all as new.
  void reset() {
    database.empty();
    enqueued.clear();
    now.set(NOON);
  }

  void later(Duration duration) {
    now.updateAndGet(n -> n.plus(duration));
  }

  /// One beat of several.
  Enqueuing enqueuing() {
    return enqueuing(enqueued::add);
  }

  Enqueuing enqueuing(Outlet outlet) {
    return new Enqueuing(schedules, runs, outlet, now::get);
  }

  Leadership leadership(String name) {
    return new Leadership(new LeaseStore(database), name, now::get);
  }

  /// Adds a schedule that was made at noon and does the job of its name.
  Schedule add(String name, String cron, Misfire misfire, boolean overlap) {
    var madeAtNoon = String.format("%08x%016x", NOON.getEpochSecond(), name.hashCode() & 0xffffff);
    var schedule =
        new Schedule(
            madeAtNoon, name, cron, ZoneOffset.UTC, misfire, overlap, name, true, Optional.empty());
    schedules.insert(schedule);
    return schedule;
  }

  /// Due times of all that was enqueued, as minutes after noon.
  List<Long> minutes() {
    return enqueued.stream().map(run -> Duration.between(NOON, run.due()).toMinutes()).toList();
  }

  @Override
  public void close() {
    closer.close();
  }
}
