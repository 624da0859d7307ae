package org.cardshop.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides which due times are fired. Pure: the same times and policy, the same answer.
public final class Dues {
  /// Whoever looks so late is still on time: a look takes its time, and so does a change of leader.
  static final Duration GRACE = Duration.ofMinutes(1);

  /// Made up for in one go; the next look goes on from there.
  static final int AT_ONCE = 100;

  private Dues() {}

  /// The due times to fire now, oldest first.
  ///
  /// @param last the newest that was fired, or when the schedule began
  public static List<Instant> between(
      Timetable timetable, Instant last, Instant now, Misfire misfire) {
    return switch (misfire) {
      case SKIP -> latest(timetable, later(last, now.minus(GRACE)), now).stream().toList();
      case ONCE -> latest(timetable, last, now).stream().toList();
      case ALL -> first(timetable, last, now, AT_ONCE);
    };
  }

  /// The newest due time after `last` and not after `now`.
  public static Optional<Instant> latest(Timetable timetable, Instant last, Instant now) {
    // Looks back further and further, for there may be years of minutes in between.
    for (var back = GRACE; ; back = back.multipliedBy(4)) {
      var from = later(last, now.minus(back));
      var found = first(timetable, from, now, Integer.MAX_VALUE);
      if (!found.isEmpty()) {
        return Optional.of(found.getLast());
      }
      if (from.equals(last)) {
        return Optional.empty();
      }
    }
  }

  private static List<Instant> first(Timetable timetable, Instant from, Instant now, int limit) {
    var dues = new ArrayList<Instant>();
    var due = timetable.after(from);
    while (due.isPresent() && !due.get().isAfter(now) && dues.size() < limit) {
      dues.add(due.get());
      due = timetable.after(due.get());
    }
    return dues;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
