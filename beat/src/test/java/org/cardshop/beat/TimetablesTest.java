package org.cardshop.beat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimetablesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int DAY = 86_400;

  private final Timetables timetables = new Timetables();

  @Test
  void whatIsRememberedIsWhatWouldBeFoundAnew() {
    var random = new Random(7);
    for (var cron : List.of("30 2 * * *", "*/5 * * * *", "0 8 * * 1", "0 0 31 3 *")) {
      var anew = Cron.parse(cron, BERLIN);
      // Around the day on which the hour from 2 to 3 comes twice.
      var time = Instant.parse("2026-10-23T00:00:00Z");
      for (int i = 0; i < 3_000; i++) {
        time =
            time.plusSeconds(
                random.nextInt(10) == 0 ? -random.nextInt(DAY) : random.nextInt(DAY / 40));
        assertEquals(anew.after(time), timetables.of(cron, BERLIN).after(time), cron + " " + time);
      }
    }
  }

  @Test
  void theSameExpressionInAnotherZoneIsDueAtAnotherTime() {
    var time = Instant.parse("2026-06-01T00:00:00Z");
    assertEquals(
        Instant.parse("2026-06-01T06:00:00Z"),
        timetables.of("0 8 * * *", BERLIN).after(time).orElseThrow());
    assertEquals(
        Instant.parse("2026-06-01T08:00:00Z"),
        timetables.of("0 8 * * *", ZoneId.of("Africa/Bamako")).after(time).orElseThrow());
  }

  @Test
  void whatIsNoExpressionIsRefusedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThrows(IllegalArgumentException.class, () -> timetables.of("at eight", BERLIN));
    }
  }
}
