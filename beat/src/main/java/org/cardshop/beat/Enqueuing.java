package org.cardshop.beat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cardshop.core.schedule.Dues;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Schedule;
import org.cardshop.platform.storage.Schedules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Enqueues each due time of each schedule once, however many look at once: the run is noted under
/// a unique key first, and whoever notes it enqueues it.
final class Enqueuing {
  private static final Logger LOG = LoggerFactory.getLogger(Enqueuing.class);
  private static final int MANY = 1_000;

  /// A run that is noted and not enqueued for so long: whoever noted it died, or there was no
  /// broker.
  static final Duration FORGOTTEN = Duration.ofSeconds(30);

  /// A run that has not ended after so long keeps no other back: it was lost.
  static final Duration LONGEST_RUN = Duration.ofHours(1);

  private final Schedules schedules;
  private final Runs runs;
  private final Outlet outlet;
  private final InstantSource clock;
  private final Timetables timetables = new Timetables();

  Enqueuing(Schedules schedules, Runs runs, Outlet outlet, InstantSource clock) {
    this.schedules = schedules;
    this.runs = runs;
    this.outlet = outlet;
    this.clock = clock;
  }

  /// Looks once. A schedule that cannot be read keeps no other back.
  void look() {
    var now = clock.instant();
    for (var schedule : schedules.list(MANY)) {
      try {
        look(schedule, now);
      } catch (IllegalArgumentException e) {
        LOG.error("the schedule {} is never due: {}", schedule.name(), e.getMessage());
      }
    }
    var forgotten = now.minus(FORGOTTEN);
    for (var run : runs.unpublishedSince(forgotten, MANY)) {
      if (runs.takeUp(run, forgotten, now)) {
        enqueue(run);
      }
    }
  }

  private void look(Schedule schedule, Instant now) {
    for (var due : dues(schedule, now)) {
      var run = new Run(schedule.name(), due, schedule.job());
      if (schedule.enabled() && runs.insert(run, now)) {
        CrashPoint.at("run.noted");
        enqueue(run);
      }
      schedules.setLastDue(schedule.id(), due);
    }
  }

  private List<Instant> dues(Schedule schedule, Instant now) {
    var cron = timetables.of(schedule.cron(), schedule.timeZone());
    var last = schedule.lastDue().orElseGet(() -> Ids.madeAt(schedule.id()));
    if (!schedule.enabled()) {
      // What was due meanwhile is not made up for when it is enabled again.
      return Dues.latest(cron, last, now).stream().toList();
    }
    if (schedule.overlap()) {
      return Dues.between(cron, last, now, schedule.misfire());
    }
    // One after the other: what is due while a run goes on is late and then a misfire.
    return runs.hasOpen(schedule.name(), now.minus(LONGEST_RUN))
        ? List.of()
        : Dues.between(cron, last, now, schedule.misfire()).stream().limit(1).toList();
  }

  private void enqueue(Run run) {
    try {
      outlet.enqueue(run);
      CrashPoint.at("run.enqueued");
      runs.setPublished(run);
    } catch (RuntimeException e) {
      LOG.warn("{} will be enqueued again: {}", run, e.toString());
    }
  }
}
