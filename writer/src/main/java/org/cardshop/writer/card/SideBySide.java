package org.cardshop.writer.card;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Does something with several targets at once, a thread each, under one display of progress.
final class SideBySide {
  @FunctionalInterface
  interface Work<T> {
    /// @return whether the target is good
    boolean on(T target, CardListener listener);
  }

  private SideBySide() {}

  /// @return whether all targets are good; each is finished when this answers
  static <T> boolean all(PrintWriter err, List<T> targets, Function<T, String> name, Work<T> work) {
    try (var display = new ProgressDisplay(err, ProgressDisplay.isOnTerminal());
        var threads = Executors.newFixedThreadPool(targets.size())) {
      var results =
          threads.invokeAll(
              targets.stream()
                  .map(t -> (Callable<Boolean>) () -> work.on(t, display.of(name.apply(t))))
                  .toList());
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
