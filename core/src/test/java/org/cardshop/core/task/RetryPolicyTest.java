package org.cardshop.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  @ParameterizedTest
  @CsvSource({"1, 4", "2, 8", "3, 16", "7, 256", "8, 512", "9, 600", "40, 600", "2147483647, 600"})
  void aWaitStaysBelowItsCeilingAndUsesAllOfIt(int failures, long ceilingSeconds) {
    var ceiling = Duration.ofSeconds(ceilingSeconds);
    var waits =
        LongStream.range(0, 2000).mapToObj(salt -> RetryPolicy.delay(failures, salt)).toList();
    for (var wait : waits) {
      assertFalse(wait.isNegative());
      assertTrue(wait.compareTo(ceiling) <= 0, () -> wait + " is longer than " + ceiling);
    }
    assertTrue(waits.stream().anyMatch(w -> w.compareTo(ceiling.dividedBy(10)) < 0));
    assertTrue(
        waits.stream().anyMatch(w -> w.compareTo(ceiling.multipliedBy(9).dividedBy(10)) > 0));
  }

  @Test
  void theSameTaskWaitsTheSameWhoeverFolds() {
    assertEquals(RetryPolicy.delay(3, 42), RetryPolicy.delay(3, 42));
  }

  @Test
  void tasksThatFailTogetherDoNotComeBackTogether() {
    var waits =
        LongStream.range(0, 100)
            .mapToObj(salt -> RetryPolicy.delay(5, salt))
            .collect(Collectors.toSet());
    assertTrue(waits.size() > 90, () -> "only " + waits.size() + " different waits");
  }
}
