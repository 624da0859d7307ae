package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.writer.card.CardProgress.Writing;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(-7);
  private final List<CardProgress> reports = new ArrayList<>();
  private final List<Speed> warnings = new ArrayList<>();
  private final Meter meter =
      new Meter(reports::add, bytes -> new Writing(bytes, 99), now::get, 0.5, warnings::add);

  @Test
  void theFirstTheMiddleAndTheSlowestSecondAreKept() {
    seconds(30, 60, 20, 50, 40);
    assertEquals(new Speed(200, Duration.ofSeconds(5), 30, 40, 20), meter.speed());
    assertEquals(40, meter.speed().mean());
  }

  @Test
  void aSecondWithoutAnyBytesIsTheSlowest() {
    seconds(30, 0, 30);
    assertEquals(0, meter.speed().slowest());
  }

  @Test
  void whatIsNotMovedCountsAsProgressAndNotAsSpeed() {
    meter.settle(50);
    seconds(10, 10);
    assertEquals(20, meter.speed().bytes());
    assertEquals(new Writing(70, 99), reports.getLast());
    assertEquals(new Writing(0, 99), reports.getFirst());
  }

  @Test
  void lessThanASecondHasOneSpeed() {
    meter.move(50);
    now.addAndGet(SECOND / 2);
    assertEquals(new Speed(50, Duration.ofMillis(500), 100, 100, 100), meter.speed());
  }

  @Test
  void aCardThatSlowsDownForLongIsToldOnce() {
    for (int i = 0; i < 20; i++) {
      seconds(100);
    }
    for (int i = 0; i < 5; i++) {
      seconds(0);
    }
    assertEquals(List.of(), warnings, "a card that tidies up is not yet slow");
    for (int i = 0; i < 20; i++) {
      seconds(40);
    }
    assertEquals(1, warnings.size());
    assertEquals(100, warnings.getFirst().median());
  }

  private void seconds(long... bytes) {
    for (long each : bytes) {
      meter.move(each);
      now.addAndGet(SECOND);
    }
  }
}
