package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.schedule.Misfire;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps schedules.
public interface SchedulesContract {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /// Empty at first; the same one for as long as a test runs.
  Schedules schedules();

  @Test
  default void aNameIsUsedOnce() {
    assertTrue(schedules().insert(schedule("nightly")));
    assertFalse(schedules().insert(schedule("nightly")));
  }

  @Test
  default void schedulesAreListedByName() {
    schedules().insert(schedule("nightly"));
    schedules().insert(schedule("daily"));
    schedules().insert(schedule("weekly"));
    assertEquals(
        List.of("daily", "nightly"), schedules().list(2).stream().map(Schedule::name).toList());
  }

  @Test
  default void theLastDueTimeNeverGoesBack() {
    var schedule = schedule("nightly");
    schedules().insert(schedule);
    assertEquals(Optional.empty(), lastDue());
    schedules().setLastDue(schedule.id(), NOON);
    schedules().setLastDue(schedule.id(), NOON.minusSeconds(60));
    assertEquals(Optional.of(NOON), lastDue());
    schedules().setLastDue(schedule.id(), NOON.plusSeconds(60));
    assertEquals(Optional.of(NOON.plusSeconds(60)), lastDue());
  }

  private Optional<Instant> lastDue() {
    return schedules().list(1).getFirst().lastDue();
  }

  private static Schedule schedule(String name) {
    return new Schedule(
        Ids.next(),
        name,
        "0 3 * * *",
        ZoneOffset.UTC,
        Misfire.ONCE,
        false,
        "tidy",
        true,
        Optional.empty());
  }
}
