package org.cardshop.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cardshop.benchmark.Benchmark.Goal;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final List<Double> HUNDRED =
      IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList().reversed();

  @Test
  void soManyOfAHundredDoNotExceedAPercentile() {
    assertEquals(50, Figures.percentile(HUNDRED, 50));
    assertEquals(99, Figures.percentile(HUNDRED, 99));
    assertEquals(100, Figures.percentile(HUNDRED, 100));
    assertEquals(7, Figures.percentile(List.of(7.0), 99));
  }

  @Test
  void theMedianOfAnEvenNumberLiesInTheMiddle() {
    assertEquals(50.5, Figures.median(HUNDRED));
    assertEquals(2, Figures.median(List.of(9.0, 2.0, 1.0)));
  }

  @Test
  void aGoalAgainstAnotherCaseIsMeasuredAsARatioOfMedians() {
    var results = new Results(new FactsFolded(1));
    List.of(10.0, 30.0, 20.0).forEach(v -> results.add("ours", Map.of("per second", v)));
    results.add("theirs", Map.of("per second", 5.0));
    var goal = Goal.atLeast("ours", "per second", 3).times("theirs");
    assertEquals(Optional.of(4.0), results.measured(goal));
    assertTrue(goal.isReached(4));
    assertFalse(goal.isReached(2.9));
    assertEquals(Optional.empty(), results.measured(goal.times("nobody")));
  }

  @Test
  void theHeapIsWhatAllGenerationsUse() {
    assertEquals(
        21504L << 10, Heap.used(" garbage-first heap   total 532480K, used 21504K [0x0, 0x1)"));
    assertEquals(
        30L << 10,
        Heap.used(
            """
             def new generation   total 100K, used 10K [0x0)
             tenured generation   total 100K, used 20K [0x0)
             Metaspace       used 5K, committed 6K\
            """));
    assertEquals(12L << 10, Heap.resident("VmPeak:\t 20 kB\nVmRSS:\t  12 kB\n"));
  }
}
