package org.cardshop.beat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.schedule.Timetable;

/// Remembers each expression as it was read, and when it is due next: a beat asks every other
/// second for what changes once an hour or a day.
final class Timetables {
  private static final int MANY = 1_000;

  private record Key(String expression, ZoneId zone) {}

  private final Map<Key, Timetable> known = new ConcurrentHashMap<>();

  /// @throws IllegalArgumentException when it is no cron expression of five fields
  Timetable of(String expression, ZoneId zone) {
    if (known.size() > MANY) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Key(expression, zone), key -> new Remembering(Cron.parse(expression, zone)));
  }

  /// Between a time and the first due time after it every other time has the same answer.
  private static final class Remembering implements Timetable {
    private record Answer(Instant from, Optional<Instant> due) {
      boolean holdsFor(Instant time) {
        return !time.isBefore(from) && due.map(time::isBefore).orElse(true);
      }
    }

    private final Timetable timetable;
    private final AtomicReference<Answer> last;

    Remembering(Timetable timetable) {
      this.timetable = timetable;
      last = new AtomicReference<>(new Answer(Instant.MAX, Optional.empty()));
    }

    @Override
    public Optional<Instant> after(Instant time) {
      var answer = last.get();
      if (!answer.holdsFor(time)) {
        answer = new Answer(time, timetable.after(time));
        last.set(answer);
      }
      return answer.due();
    }
  }
}
