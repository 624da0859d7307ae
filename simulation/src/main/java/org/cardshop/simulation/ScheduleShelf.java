package org.cardshop.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cardshop.platform.storage.Schedule;
import org.cardshop.platform.storage.Schedules;

/// The schedules, by name.
final class ScheduleShelf implements Schedules {
  private final TreeMap<String, Schedule> schedules = new TreeMap<>();

  @Override
  public boolean insert(Schedule schedule) {
    return schedules.putIfAbsent(schedule.name(), schedule) == null;
  }

  @Override
  public List<Schedule> list(int limit) {
    return schedules.values().stream().limit(limit).toList();
  }

  @Override
  public void setLastDue(String id, Instant due) {
    schedules.replaceAll((_, s) -> s.id().equals(id) && isLater(due, s.lastDue()) ? at(s, due) : s);
  }

  private static boolean isLater(Instant due, Optional<Instant> last) {
    return last.filter(l -> !l.isBefore(due)).isEmpty();
  }

  private static Schedule at(Schedule s, Instant due) {
    return new Schedule(
        s.id(),
        s.name(),
        s.cron(),
        s.timeZone(),
        s.misfire(),
        s.overlap(),
        s.job(),
        s.enabled(),
        Optional.of(due));
  }
}
