package org.cardshop.beat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.cardshop.core.schedule.Timetable;

/// A cron expression of five fields, read on the clocks of a time zone.
record Cron(ExecutionTime times, ZoneId zone) implements Timetable {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /// @throws IllegalArgumentException when it is no such expression
  static Cron parse(String expression, ZoneId zone) {
    return new Cron(ExecutionTime.forCron(PARSER.parse(expression)), zone);
  }

  @Override
  public Optional<Instant> after(Instant time) {
    return times.nextExecution(time.atZone(zone)).map(ZonedDateTime::toInstant);
  }
}
