package org.cardshop.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something to measure, in one or more ways.
interface Benchmark {
  String name();

  /// A sentence: what is measured, from when to when.
  String about();

  List<Case> cases();

  /// The cases build on each other: they run in their order, once, and nothing before them.
  default boolean isOnce() {
    return false;
  }

  List<Goal> goals();

  /// One way; the others are what it is compared with.
  ///
  /// @param run measures once and answers what was measured, by its name with unit
  record Case(String name, Run run) {}

  /// Measures once.
  interface Run {
    Map<String, Double> once(Plant plant) throws Exception;
  }

  /// What is to be shown.
  ///
  /// @param of a case
  /// @param figure a name that its run gives
  /// @param against a case that the figure is divided by
  /// @param isMost the bound is the most that it may be, otherwise the least
  record Goal(String of, String figure, Optional<String> against, boolean isMost, double bound) {
    static Goal atMost(String of, String figure, double bound) {
      return new Goal(of, figure, Optional.empty(), true, bound);
    }

    static Goal atLeast(String of, String figure, double bound) {
      return new Goal(of, figure, Optional.empty(), false, bound);
    }

    Goal times(String other) {
      return new Goal(of, figure, Optional.of(other), isMost, bound);
    }

    boolean isReached(double measured) {
      return isMost ? measured <= bound : measured >= bound;
    }
  }
}
