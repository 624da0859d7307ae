package org.cardshop.beat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.cardshop.core.schedule.Timetable;

/// A cron expression of five fields, read on the clocks of a time zone. What is due every hour is
/// due every hour that passes, whatever the clocks do. What is due at a fixed hour is due once a
/// day: the first time when the clocks show that hour twice, and when they leave it out, as soon as
/// they have.
record Cron(ExecutionTime times, boolean isAtFixedHours, ZoneId zone) implements Timetable {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final int HOURS = 1;

  /// @throws IllegalArgumentException when it is no such expression
  static Cron parse(String expression, ZoneId zone) {
    var times = ExecutionTime.forCron(PARSER.parse(expression));
    var hours = expression.strip().split("\\s+", -1)[HOURS];
    return new Cron(times, !hours.contains("*"), zone);
  }

  @Override
  public Optional<Instant> after(Instant time) {
    var next = times.nextExecution(time.atZone(zone)).map(ZonedDateTime::toInstant);
    return isAtFixedHours ? next.map(n -> leftOut(time, n).orElse(n)) : next;
  }

  /// The end of the first gap between the two times that has a due time in it.
  private Optional<Instant> leftOut(Instant time, Instant next) {
    var rules = zone.getRules();
    var change = rules.nextTransition(time);
    while (change != null && change.getInstant().isBefore(next)) {
      if (change.isGap() && isDueIn(change)) {
        return Optional.of(change.getInstant());
      }
      change = rules.nextTransition(change.getInstant());
    }
    return Optional.empty();
  }

  /// Looks at the clock's face alone: UTC has every time once.
  private boolean isDueIn(ZoneOffsetTransition gap) {
    var before = gap.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC);
    var end = gap.getDateTimeAfter().atZone(ZoneOffset.UTC);
    return times.nextExecution(before).filter(due -> due.isBefore(end)).isPresent();
  }
}
