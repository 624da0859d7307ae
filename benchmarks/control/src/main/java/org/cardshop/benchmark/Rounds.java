package org.cardshop.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Runs benchmarks in rounds: in each round every case once, in an order of its own. The first
/// round warms up and does not count.
final class Rounds {
  private final Options options;
  private final Consumer<String> tell;
  private final Random random = new Random();
  private final long began = System.nanoTime();

  Rounds(Options options, Consumer<String> tell) {
    this.options = options;
    this.tell = tell;
  }

  /// All on one plant; results go to stdout and to files as soon as each is there.
  void run(List<Benchmark> benchmarks) throws Exception {
    for (var benchmark : benchmarks) {
      say(benchmark.name());
      try (var plant = new Plant()) {
        var results = measured(benchmark, plant);
        results.write(options.results());
        System.out.println(results.markdown());
      }
    }
  }

  private Results measured(Benchmark benchmark, Plant plant) throws Exception {
    var results = new Results(benchmark);
    int last = benchmark.isOnce() ? 1 : options.rounds();
    for (int round = benchmark.isOnce() ? 1 : 0; round <= last; round++) {
      var cases =
          new ArrayList<>(benchmark.cases().stream().filter(c -> options.wants(c.name())).toList());
      if (!benchmark.isOnce()) {
        Collections.shuffle(cases, random);
      }
      for (var one : cases) {
        var figures = one.run().once(plant);
        say(
            "%s, %s: %s: %s"
                .formatted(
                    benchmark.name(),
                    round == 0 ? "warm-up" : "round " + round,
                    one.name(),
                    told(figures)));
        if (round > 0) {
          results.add(one.name(), figures);
        }
      }
    }
    return results;
  }

  private static String told(Map<String, Double> figures) {
    var told = new ArrayList<String>();
    new TreeMap<>(figures)
        .forEach((name, value) -> told.add(String.format(Locale.ROOT, "%s %.1f", name, value)));
    return String.join(", ", told);
  }

  private void say(String text) {
    tell.accept(String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - began) / 1e9, text));
  }
}
