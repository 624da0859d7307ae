package org.cardshop.scheduler.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.platform.storage.Schedule;
import org.cardshop.platform.storage.ScheduleStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.RegistryRoutes;
import org.cardshop.scheduler.http.Route;

/// What is particular about schedules.
public final class ScheduleKind implements RegistryRoutes.Kind<Schedule> {
  private static final String EXAMPLE =
      """
      {"name": "nightly", "cron": "30 2 * * *", "time_zone": "Europe/Paris", "misfire": "once",
       "overlap": false, "job": "auto-images", "enabled": true}\
      """;

  private static final CronParser CRON =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  public List<Route> routes(ScheduleStore schedules) {
    return new RegistryRoutes<>(
            "/schedules", "schedule", List.of(), EXAMPLE, Action.CHANGE_SETUP, schedules, this)
        .routes();
  }

  @Override
  public Schedule read(Form form, String id, Optional<Schedule> before) {
    return new Schedule(
        id,
        form.name("name", before.map(Schedule::name)),
        form.text(
            "cron",
            before.map(Schedule::cron),
            ScheduleKind::isCron,
            "five fields of cron: minute, hour, day of the month, month, day of the week"),
        form.word(
            "time_zone",
            ScheduleKind::zone,
            before.map(Schedule::timeZone).or(() -> Optional.of(Schedule.UTC)),
            Schedule.UTC,
            "a time zone like Europe/Paris"),
        form.word(
            "misfire",
            Misfire::fromWire,
            before.map(Schedule::misfire).or(() -> Optional.of(Misfire.ONCE)),
            Misfire.ONCE,
            "skip, once or all"),
        form.flag("overlap", before.map(Schedule::overlap).or(() -> Optional.of(false))),
        form.slug("job", before.map(Schedule::job)),
        form.flag("enabled", before.map(Schedule::enabled).or(() -> Optional.of(true))),
        before.flatMap(Schedule::lastDue));
  }

  @Override
  public ObjectNode view(Schedule schedule) {
    return Json.object()
        .put("_id", schedule.id())
        .put("name", schedule.name())
        .put("cron", schedule.cron())
        .put("time_zone", schedule.timeZone().getId())
        .put("misfire", schedule.misfire().wire())
        .put("overlap", schedule.overlap())
        .put("job", schedule.job())
        .put("enabled", schedule.enabled())
        .put("last_due", schedule.lastDue().map(Instant::toString).orElse(null));
  }

  private static boolean isCron(String text) {
    try {
      CRON.parse(text).validate();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
