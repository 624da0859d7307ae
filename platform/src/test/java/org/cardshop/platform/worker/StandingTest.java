package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StandingTest {
  @Test
  void aWorkerActsUntilItsLeaseHasRunOut() {
    assertEquals(Standing.ACT, Standing.of(false, 99, 100));
    assertEquals(Standing.WAIT, Standing.of(false, 100, 100));
  }

  @Test
  void aVoidGrantStaysVoidWhateverTheLeaseSays() {
    assertEquals(Standing.STOP, Standing.of(true, 99, 100));
    assertEquals(Standing.STOP, Standing.of(true, 100, 100));
  }

  @Test
  void aClockThatGoesPastItsLargestNumberEndsNoLease() {
    assertEquals(Standing.ACT, Standing.of(false, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1));
    assertEquals(Standing.WAIT, Standing.of(false, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1));
  }
}
