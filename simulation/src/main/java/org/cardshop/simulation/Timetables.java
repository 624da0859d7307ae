package org.cardshop.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Schedule;

/// What is due periodically in a simulated factory, and what must have come of it.
final class Timetables {
  static final String EXPIRE_IMAGES = "expire-images";

  /// Due every minute, and made up for whatever happens.
  private static final String COUNT = "count";

  /// Due every other minute, one at a time; what is missed is missed.
  private static final String SWEEP = "sweep";

  static final List<String> JOBS = List.of(EXPIRE_IMAGES, COUNT, SWEEP);

  static final List<Schedule> ALL =
      List.of(
          schedule(1, EXPIRE_IMAGES, "*/5 * * * *", Misfire.ONCE, false),
          schedule(2, COUNT, "* * * * *", Misfire.ALL, true),
          schedule(3, SWEEP, "*/2 * * * *", Misfire.SKIP, false));

  /// Whoever is late is not yet wrong.
  private static final Duration LATE = Duration.ofMinutes(3);

  private Timetables() {}

  /// What is wrong with the runs at a quiet time.
  ///
  /// @param done the runs whose work was done
  /// @param isWiped the broker lost its disk: runs that it had may be gone
  static List<String> breaches(
      List<RunShelf.Row> rows, Set<Run> done, boolean isWiped, Instant now) {
    var found = new ArrayList<>(twice(rows));
    var late = now.minus(LATE);
    for (var row : rows) {
      if (row.endedAt().isPresent() && !done.contains(row.run())) {
        found.add("I6: " + row.run() + " has ended and was not carried out");
      } else if (!isWiped && row.endedAt().isEmpty() && isOver(row, late)) {
        found.add("I6: " + row.run() + " was noted and has not ended");
      }
    }
    var noted = new HashSet<Instant>();
    rows.stream()
        .map(RunShelf.Row::run)
        .filter(r -> r.schedule().equals(COUNT))
        .forEach(r -> noted.add(r.due()));
    for (var due = Host.BEGIN.plus(1, ChronoUnit.MINUTES);
        due.isBefore(late);
        due = due.plus(1, ChronoUnit.MINUTES)) {
      if (!noted.contains(due)) {
        found.add("I6: what was due at " + due + " was forgotten");
      }
    }
    return found;
  }

  /// It was noted long ago, and so was the last try to enqueue it: a beat whose clock was ahead has
  /// the next one wait as much longer.
  private static boolean isOver(RunShelf.Row row, Instant late) {
    return row.notedAt().isBefore(late)
        && row.unpublishedSince().filter(since -> !since.isBefore(late)).isEmpty();
  }

  /// Due times that were enqueued as two runs.
  static List<String> twice(List<RunShelf.Row> rows) {
    var once = new HashSet<List<Object>>();
    return rows.stream()
        .map(RunShelf.Row::run)
        .filter(r -> !once.add(List.of(r.schedule(), r.due())))
        .map(r -> "I11: " + r + " was noted twice")
        .toList();
  }

  private static Schedule schedule(
      int number, String name, String cron, Misfire misfire, boolean overlap) {
    var madeAtTheBeginning = "%08x%016x".formatted(Host.BEGIN.getEpochSecond(), number);
    return new Schedule(
        madeAtTheBeginning,
        name,
        cron,
        ZoneOffset.UTC,
        misfire,
        overlap,
        name,
        true,
        Optional.empty());
  }
}
