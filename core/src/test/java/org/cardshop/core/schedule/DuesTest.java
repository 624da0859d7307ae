package org.cardshop.core.schedule;

import static org.cardshop.core.schedule.Misfire.ALL;
import static org.cardshop.core.schedule.Misfire.ONCE;
import static org.cardshop.core.schedule.Misfire.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Timetable HOURLY = every(Duration.ofHours(1));

  /// Times are minutes after noon, when the schedule was last fired.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          now, SKIP, ONCE, ALL
          0,   -,    -,    -
          59,  -,    -,    -
          60,  60,   60,   60
          61,  -,    60,   60
          119, -,    60,   60
          120, 120,  120,  60 120
          200, -,    180,  60 120 180
          240, 240,  240,  60 120 180 240
          """,
      useHeadersInDisplayName = true)
  void whatIsFired(int now, @Nullable String skip, @Nullable String once, @Nullable String all) {
    assertEquals(minutes(skip), fired(now, SKIP));
    assertEquals(minutes(once), fired(now, ONCE));
    assertEquals(minutes(all), fired(now, ALL));
  }

  @Test
  void aLookWithinTheGraceIsOnTime() {
    var due = NOON.plus(Duration.ofHours(1));
    var late = due.plus(Dues.GRACE);
    assertEquals(List.of(due), Dues.between(HOURLY, NOON, late.minusMillis(1), SKIP));
    assertEquals(List.of(), Dues.between(HOURLY, NOON, late, SKIP));
  }

  @Test
  void manyMissedTimesAreMadeUpForInParts() {
    var now = NOON.plus(Duration.ofHours(250));
    var first = Dues.between(HOURLY, NOON, now, ALL);
    var second = Dues.between(HOURLY, first.getLast(), now, ALL);
    var third = Dues.between(HOURLY, second.getLast(), now, ALL);
    assertEquals(
        List.of(100, 100, 50, 0),
        List.of(
            first.size(),
            second.size(),
            third.size(),
            Dues.between(HOURLY, third.getLast(), now, ALL).size()));
  }

  @Test
  void theLatestOfAYearIsFoundWithoutCountingTheYear() {
    var asked = new AtomicInteger();
    var minutely = every(Duration.ofMinutes(1));
    Timetable counted =
        time -> {
          asked.incrementAndGet();
          return minutely.after(time);
        };
    var now = NOON.plus(Duration.ofDays(365));
    assertEquals(Optional.of(now), Dues.latest(counted, NOON, now));
    assertTrue(asked.get() < 10, asked + " questions");
  }

  @Test
  void aTimetableThatHasEndedFiresNothing() {
    for (var misfire : Misfire.values()) {
      var now = NOON.plusSeconds(99_999);
      assertEquals(List.of(), Dues.between(_ -> Optional.empty(), NOON, now, misfire));
    }
  }

  @Test
  void aClockThatWasSetBackFiresNothingAgain() {
    for (var misfire : Misfire.values()) {
      var earlier = NOON.minus(Duration.ofHours(3));
      assertEquals(List.of(), Dues.between(HOURLY, NOON, earlier, misfire));
    }
  }

  private static List<Long> fired(int now, Misfire misfire) {
    return Dues.between(HOURLY, NOON, NOON.plus(Duration.ofMinutes(now)), misfire).stream()
        .map(due -> Duration.between(NOON, due).toMinutes())
        .toList();
  }

  private static List<Long> minutes(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" ")).stream().map(Long::valueOf).toList();
  }

  private static Timetable every(Duration interval) {
    return time -> {
      long step = interval.toSeconds();
      return Optional.of(Instant.ofEpochSecond((time.getEpochSecond() / step + 1) * step));
    };
  }
}
