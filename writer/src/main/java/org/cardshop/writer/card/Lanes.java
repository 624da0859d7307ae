package org.cardshop.writer.card;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Does a list of things on a few threads at once, begun in the list's order. The first failure, or
/// the interruption of the caller, ends it: no further thing is begun, and when the call returns
/// nothing goes on any more.
///
/// Platform threads, because a call into the kernel would hold on to the carrier of a virtual one.
final class Lanes {
  @FunctionalInterface
  interface Job<T> {
    void run(T item) throws IOException, BadCardException, InterruptedException;
  }

  private Lanes() {}

  static <T> void run(int width, List<T> items, Job<T> job)
      throws IOException, BadCardException, InterruptedException {
    var next = new AtomicInteger();
    var failure = new AtomicReference<@Nullable Throwable>();
    Runnable lane =
        () -> {
          try {
            while (failure.get() == null && !Thread.currentThread().isInterrupted()) {
              int i = next.getAndIncrement();
              if (i >= items.size()) {
                return;
              }
              job.run(items.get(i));
            }
          } catch (Throwable e) {
            failure.compareAndSet(null, e);
          }
        };
    var lanes =
        IntStream.range(0, Math.min(width, items.size()))
            .mapToObj(i -> Thread.ofPlatform().name("card-lane-" + i).start(lane))
            .toList();
    await(lanes, failure);
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case BadCardException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static void await(List<Thread> lanes, AtomicReference<@Nullable Throwable> failure) {
    for (var lane : lanes) {
      while (lane.isAlive()) {
        try {
          lane.join();
        } catch (InterruptedException e) {
          failure.set(e);
        }
        if (failure.get() != null) {
          // Wakes those that wait for a chunk; those in the kernel finish their call first.
          lanes.forEach(Thread::interrupt);
        }
      }
    }
  }
}
