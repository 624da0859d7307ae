package org.cardshop.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;

/// Arithmetic of samples.
final class Figures {
  private Figures() {}

  /// The smallest sample that so many of a hundred do not exceed.
  static double percentile(List<Double> samples, int percent) {
    var sorted = samples.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  static double median(List<Double> samples) {
    var sorted = samples.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : DoubleStream.of(sorted.get(half - 1), sorted.get(half)).average().orElseThrow();
  }
}
