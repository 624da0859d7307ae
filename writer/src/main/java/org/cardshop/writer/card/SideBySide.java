package org.cardshop.writer.card;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/// Does something with several targets at once, a thread each.
final class SideBySide {
  private SideBySide() {}

  /// @param work answers whether the target is good
  /// @return whether all targets are good; each is finished when this answers
  static <T> boolean all(List<T> targets, Predicate<T> work) {
    try (var threads = Executors.newFixedThreadPool(targets.size())) {
      var results =
          threads.invokeAll(
              targets.stream().map(t -> (Callable<Boolean>) () -> work.test(t)).toList());
      return results.stream().allMatch(SideBySide::isGood);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isGood(Future<Boolean> result) {
    return switch (result.state()) {
      case SUCCESS -> result.resultNow();
      case FAILED, RUNNING, CANCELLED ->
          throw new IllegalStateException(
              String.valueOf(result.exceptionNow().getMessage()), result.exceptionNow());
    };
  }
}
