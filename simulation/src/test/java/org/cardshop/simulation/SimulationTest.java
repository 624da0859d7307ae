package org.cardshop.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = 200;

  @Test
  void noSeedBreaksWhatIsPromised() {
    var broken =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, Rules.ALL))
            .filter(outcome -> !outcome.breaches().isEmpty())
            .map(o -> "seed " + o.seed() + ": " + o.breaches())
            .toList();
    assertEquals(List.of(), broken, "replay with `./cardshop simulate --seed N`");
  }

  @Test
  void aSeedReplaysExactly() {
    for (long seed = 1; seed <= 10; seed++) {
      assertEquals(Simulation.run(seed, Rules.ALL), Simulation.run(seed, Rules.ALL));
    }
  }

  @Test
  void anotherSeedIsAnotherHistory() {
    assertNotEquals(
        Simulation.run(1, Rules.ALL).fingerprint(), Simulation.run(2, Rules.ALL).fingerprint());
  }
}
