package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aTerminalShowsABarWithRateAndTimeLeft() {
    try (var meter = meter(Meter.Style.BAR, 0, 0, 50, 10_000)) {
      meter.at(Phase.CHECKING, 0, 0);
      meter.at(Phase.BUILDING, 0, 1000_000_000);
      meter.at(Phase.BUILDING, 1_000_000, 1000_000_000); // too soon
      meter.at(Phase.BUILDING, 250_000_000, 1000_000_000);
    }
    assertEquals(
        """
        \r\033[Kchecking  [------------------------------]\s
        \r\033[Kbuilding  [------------------------------] 0 B of 1.00 GB\
        \r\033[Kbuilding  [#######-----------------------] 250 MB of 1.00 GB, 25.0 MB/s, 0:30 left
        """,
        said());
  }

  @Test
  void elsewhereThereIsALineNowAndThenAndAtTheEnd() {
    try (var meter = meter(Meter.Style.LINES, 0, 1000, 6000, 7000)) {
      for (long done : List.of(0L, 100L, 600L, 1000L)) {
        meter.at(Phase.BUILDING, done, 1000);
      }
    }
    assertEquals(
        """
        building 0 B of 1.00 kB
        building 600 B of 1.00 kB, 100 B/s, 0:04 left
        building 1.00 kB of 1.00 kB, 142 B/s, 0:00 left
        """,
        said());
  }

  @Test
  void aProgramGetsJson() {
    try (var meter = meter(Meter.Style.JSON, 0, 1000)) {
      meter.at(Phase.FETCHING, 0, 1000);
      meter.at(Phase.FETCHING, 600, 1000);
    }
    assertEquals(
        """
        {"phase":"fetching","done":0,"total":1000}
        {"phase":"fetching","done":600,"total":1000}
        """,
        said());
  }

  private Meter meter(Meter.Style style, long... millis) {
    var times = new ArrayDeque<Long>();
    for (long time : millis) {
      times.add(time);
    }
    return new Meter(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        style,
        () -> Instant.ofEpochMilli(times.remove()));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
