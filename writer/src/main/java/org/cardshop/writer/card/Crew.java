package org.cardshop.writer.card;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A few threads that do a list of things, begun in the list's order. The first failure ends it: no
/// further thing is begun.
///
/// Platform threads, because a call into the kernel would hold on to the carrier of a virtual one;
/// daemons, because one that is stuck there must not keep the process from ending.
final class Crew<T> {
  private final List<T> items;
  private final Lanes.Job<T> job;
  private final List<Thread> threads = new ArrayList<>();
  private int next;
  private int busy;
  private int alive;
  private int width;
  private @Nullable Throwable failure;

  Crew(int width, List<T> items, Lanes.Job<T> job) {
    this.items = items;
    this.job = job;
    this.width = width;
    alive = Math.min(width, items.size());
    for (int i = 0; i < alive; i++) {
      threads.add(Thread.ofPlatform().daemon().name("card-lane-" + i).unstarted(this::run));
    }
    threads.forEach(Thread::start);
  }

  /// Waits for an end, but not longer than so many milliseconds.
  ///
  /// @return whether all threads have ended
  @SuppressWarnings("WaitNotInLoop") // the caller looks again anyway
  synchronized boolean await(long millis) throws InterruptedException {
    if (alive > 0) {
      wait(millis);
    }
    return alive == 0;
  }

  /// How many things may be done at once from now on; 0 lets those that were begun come to an end.
  synchronized void narrow(int to) {
    width = to;
    notifyAll();
  }

  /// Ends it for this reason, unless there was one before. Those in the kernel finish their call.
  void stop(Throwable why) {
    synchronized (this) {
      if (failure == null) {
        failure = why;
      }
      notifyAll();
    }
    threads.forEach(Thread::interrupt);
  }

  synchronized boolean isStopped() {
    return failure != null;
  }

  synchronized boolean isIdle() {
    return busy == 0;
  }

  synchronized void throwFailure() throws IOException, BadCardException, InterruptedException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case BadCardException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void run() {
    try {
      for (var item = take(); item != null; item = take()) {
        try {
          job.run(item);
        } finally {
          done();
        }
      }
    } catch (Throwable e) {
      stop(e);
    } finally {
      leave();
    }
  }

  private synchronized @Nullable T take() throws InterruptedException {
    while (failure == null && next < items.size() && busy >= width) {
      wait();
    }
    if (failure != null || next >= items.size()) {
      return null;
    }
    if (Thread.interrupted()) {
      // Nothing is left out silently, whoever interrupted.
      throw new InterruptedException();
    }
    busy++;
    return items.get(next++);
  }

  private synchronized void done() {
    busy--;
    notifyAll();
  }

  private synchronized void leave() {
    alive--;
    notifyAll();
  }
}
