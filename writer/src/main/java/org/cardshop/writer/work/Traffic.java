package org.cardshop.writer.work;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether tasks of this host fetch at the moment. What is fetched ahead of its time makes way.
final class Traffic {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Runnable makeWay = () -> {};
  private int tasks;

  /// @param action called whenever a task begins to fetch; must be quick
  void onBegin(Runnable action) {
    lock.lock();
    try {
      makeWay = action;
    } finally {
      lock.unlock();
    }
  }

  void begin() {
    lock.lock();
    try {
      tasks++;
      makeWay.run();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      tasks--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when no task fetches.
  void awaitQuiet() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (tasks > 0) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
