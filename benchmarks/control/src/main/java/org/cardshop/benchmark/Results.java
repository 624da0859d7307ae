package org.cardshop.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cardshop.platform.wire.Json;

/// All that was measured of one benchmark, as numbers and as tables.
final class Results {
  private final Benchmark benchmark;
  private final Map<String, List<Map<String, Double>>> runs = new LinkedHashMap<>();

  Results(Benchmark benchmark) {
    this.benchmark = benchmark;
  }

  void add(String name, Map<String, Double> figures) {
    runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(Map.copyOf(figures));
  }

  /// Empty when the case did not run or has no such figure.
  Optional<Double> median(String name, String figure) {
    var values =
        runs.getOrDefault(name, List.of()).stream()
            .filter(run -> run.containsKey(figure))
            .map(run -> run.get(figure))
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Figures.median(values));
  }

  /// Of a goal, what was measured.
  Optional<Double> measured(Benchmark.Goal goal) {
    var own = median(goal.of(), goal.figure());
    return goal.against().isEmpty()
        ? own
        : own.flatMap(o -> median(goal.against().get(), goal.figure()).map(other -> o / other));
  }

  String markdown() {
    var text = new StringBuilder("# " + benchmark.name() + "\n\n" + benchmark.about() + "\n\n");
    text.append("Machine: ").append(Machine.describe()).append("\n\n");
    text.append("| to show | wanted | measured | |\n|---|---|---|---|\n");
    for (var goal : benchmark.goals()) {
      var measured = measured(goal);
      text.append(
          "| %s, %s%s | %s %s | %s | %s |\n"
              .formatted(
                  goal.of(),
                  goal.figure(),
                  goal.against().map(a -> " ÷ " + a + "'s").orElse(""),
                  goal.isMost() ? "≤" : "≥",
                  number(goal.bound()),
                  measured.map(Results::number).orElse("not measured"),
                  measured.map(m -> goal.isReached(m) ? "yes" : "no").orElse("")));
    }
    text.append("\nMedians of the rounds, in brackets the least and the most.\n\n");
    var figures = figures();
    text.append("| case | rounds | ").append(String.join(" | ", figures)).append(" |\n");
    text.append("|---".repeat(figures.size() + 2)).append("|\n");
    runs.forEach((name, all) -> {
      text.append("| ").append(name).append(" | ").append(all.size()).append(" |");
      figures.forEach(figure -> text.append(' ').append(cell(all, figure)).append(" |"));
      text.append('\n');
    });
    return text.toString();
  }

  /// Replaces what an earlier run left there.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(benchmark.name() + ".md"), markdown());
    var json = Json.object().put("benchmark", benchmark.name()).put("machine", Machine.describe());
    runs.forEach((name, all) -> {
      var list = json.withObject("cases").putArray(name);
      all.forEach(run -> {
        var one = list.addObject();
        new TreeMap<>(run).forEach((figure, value) -> one.put(figure, rounded(value)));
      });
    });
    Files.writeString(folder.resolve(benchmark.name() + ".json"), json.toPrettyString() + "\n");
  }

  private List<String> figures() {
    var names = new LinkedHashSet<String>();
    runs.values()
        .forEach(all -> all.forEach(run -> run.keySet().stream().sorted().forEach(names::add)));
    return List.copyOf(names);
  }

  private static String cell(List<Map<String, Double>> all, String figure) {
    var values =
        all.stream().filter(run -> run.containsKey(figure)).map(run -> run.get(figure)).toList();
    if (values.isEmpty()) {
      return "";
    }
    var median = number(Figures.median(values));
    return values.size() == 1
        ? median
        : "%s (%s..%s)"
            .formatted(median, number(Collections.min(values)), number(Collections.max(values)));
  }

  private static String number(double value) {
    var form = value >= 100 || value == Math.rint(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
