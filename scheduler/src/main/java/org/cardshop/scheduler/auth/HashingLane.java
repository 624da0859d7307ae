package org.cardshop.scheduler.auth;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Checks passwords on threads of its own, a few at a time: whoever guesses them keeps neither the
/// API's threads nor all cores busy.
final class HashingLane implements AutoCloseable {
  /// Each takes about a fifth of a second: whoever came later would not wait for an answer.
  private static final int WAITING = 32;

  private final ExecutorService threads;

  /// @param width how many at a time
  HashingLane(String name, int width) {
    threads =
        new ThreadPoolExecutor(
            width,
            width,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /// Waits for the answer. Empty when too many wait already.
  <T> Optional<T> call(Supplier<T> check) {
    try {
      return Optional.of(threads.submit(check::get).get());
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
