package org.cardshop.platform.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace();

  @Test
  void aSteadyPaceSaysWhenItIsDone() {
    assertEquals(-1, pace.seconds(100));
    for (int second = 0; second < 10; second++) {
      pace.on(second * SECOND, second * 50L);
    }
    assertEquals(50, pace.rate());
    assertEquals(3, pace.seconds(150));
  }

  @Test
  void oneHiccupHardlyMatters() {
    for (int second = 0; second < 10; second++) {
      pace.on(second * SECOND, second * 50L);
    }
    pace.on(10 * SECOND, 450);
    assertTrue(pace.rate() > 35 && pace.rate() < 50, () -> "" + pace.rate());
  }

  @Test
  void whatBeginsAnewHasNoPaceYet() {
    pace.on(0, 0);
    pace.on(SECOND, 500);
    pace.on(2 * SECOND, 0);
    assertEquals(0, pace.rate());
  }
}
