package org.cardshop.writer.work;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether tasks of this host fetch at the moment. What is fetched ahead of its time makes way.
final class Traffic {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int tasks;

  void begin() {
    lock.lock();
    try {
      tasks++;
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

  boolean isBusy() {
    lock.lock();
    try {
      return tasks > 0;
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
