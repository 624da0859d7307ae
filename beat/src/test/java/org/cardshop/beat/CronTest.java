package org.cardshop.beat;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// In Berlin the clocks go from 2:00 to 3:00 on 2026-03-29 (1:00 UTC) and from 3:00 back to 2:00
  /// on 2026-10-25 (1:00 UTC); on Lord Howe by half an hour, from 2:00 to 2:30 on 2026-10-04 (15:30
  /// UTC the day before).
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          cron         | zone                | after            | due (UTC)
          30 2 * * *   | UTC                 | 2026-03-28T12:00 | 29T02:30 30T02:30 31T02:30
          30 2 * * *   | Europe/Berlin       | 2026-03-28T00:00 | 28T01:30 29T01:00 30T00:30
          */30 * * * * | Europe/Berlin       | 2026-03-29T00:10 | 29T00:30 29T01:00 29T01:30
          15 * * * *   | Europe/Berlin       | 2026-03-29T00:20 | 29T01:15 29T02:15 29T03:15
          0 2,3 * * *  | Europe/Berlin       | 2026-03-28T12:00 | 29T01:00 30T00:00 30T01:00
          0 3 * * *    | Europe/Berlin       | 2026-03-28T12:00 | 29T01:00 30T01:00 31T01:00
          30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00 | 25T00:30 26T01:30 27T01:30
          */30 * * * * | Europe/Berlin       | 2026-10-24T23:50 | 25T00:00 25T00:30 25T01:00
          0 * * * *    | Europe/Berlin       | 2026-10-24T23:30 | 25T00:00 25T01:00 25T02:00
          0 3 * * *    | Europe/Berlin       | 2026-10-24T12:00 | 25T02:00 26T02:00 27T02:00
          15 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00 | 03T15:30 04T15:15 05T15:15
          0 0 29 2 *   | UTC                 | 2027-01-01T00:00 | 29T00:00 29T00:00 29T00:00
          0 8 * * 1    | Africa/Bamako       | 2026-03-01T08:00 | 02T08:00 09T08:00 16T08:00
          """)
  void isDue(String cron, String zone, String after, String due) {
    var table = Cron.parse(cron, ZoneId.of(zone));
    var first = Instant.parse(after + ":00Z");
    assertEquals(
        due,
        Stream.iterate(first, time -> table.after(time).orElseThrow())
            .skip(1)
            .limit(3)
            .map(time -> time.toString().substring(8, 16))
            .collect(joining(" ")));
  }

  @Test
  void theHourThatComesTwiceIsNotMissed() {
    var half = Cron.parse("*/30 * * * *", BERLIN);
    var dues =
        Stream.iterate(
                Instant.parse("2026-10-24T23:59:00Z"), time -> half.after(time).orElseThrow())
            .skip(1)
            .limit(6)
            .map(time -> time.atZone(BERLIN).toString().substring(11, 22));
    assertEquals(
        "02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00 03:00+01:00 03:30+01:00",
        dues.collect(joining(" ")));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Cron.parse("every day", BERLIN));
    assertThrows(IllegalArgumentException.class, () -> Cron.parse("61 * * * *", BERLIN));
  }
}
