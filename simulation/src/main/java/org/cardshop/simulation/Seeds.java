package org.cardshop.simulation;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Runs seeds and tells of those that go wrong.
final class Seeds {
  private static final long TELL_EVERY = 1_000;

  private final PrintStream out;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();

  Seeds(PrintStream out) {
    this.out = out;
  }

  /// Runs one seed and tells its whole story.
  ///
  /// @return whether nothing was wrong
  boolean replay(long seed) {
    var outcome = Simulation.run(seed, Rules.ALL);
    outcome.diary().forEach(out::println);
    tell(outcome);
    return outcome.breaches().isEmpty();
  }

  /// Runs seeds on all processors.
  ///
  /// @return whether nothing was wrong
  boolean run(long from, long seeds) throws InterruptedException {
    var next = new AtomicLong(from);
    long began = System.nanoTime();
    var threads =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i ->
                Thread.ofVirtual()
                    .name("seeds-" + i)
                    .start(() -> {
                      for (long seed = next.getAndIncrement();
                          seed < from + seeds;
                          seed = next.getAndIncrement()) {
                        one(seed, seed - from + 1);
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    out.printf(
        "%d seeds from %d on, %d turns, %d with breaches, in %d s%n",
        seeds, from, turns.get(), bad.get(), (System.nanoTime() - began) / 1_000_000_000);
    return bad.get() == 0;
  }

  private void one(long seed, long count) {
    try {
      var outcome = Simulation.run(seed, Rules.ALL);
      turns.addAndGet(outcome.turns());
      if (!outcome.breaches().isEmpty()) {
        bad.incrementAndGet();
        tell(outcome);
      }
    } catch (RuntimeException e) {
      bad.incrementAndGet();
      out.println("seed " + seed + " came to no end: " + e);
    }
    if (count % TELL_EVERY == 0) {
      System.err.println(count + " seeds, " + bad.get() + " with breaches");
    }
  }

  private synchronized void tell(Simulation.Outcome outcome) {
    out.printf(
        "seed %d: %d turns, %d s, %d breaches, fingerprint %08x%n",
        outcome.seed(),
        outcome.turns(),
        outcome.millis() / 1000,
        outcome.breaches().size(),
        outcome.fingerprint());
    outcome.breaches().forEach(breach -> out.println("  " + breach));
  }
}
