package org.cardshop.embedded.store;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Runs writing commands one at a time and reading ones side by side. No command returns before all
/// that it saw is on the disk: not its own writes only, but what others wrote before it read.
/// Commands that wait at the same time share one commit.
final class GroupCommit {
  // Fair: neither a stream of readers nor one of writers keeps the committer waiting.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Object committing = new Object();
  private final StoreFile file;

  /// Writing commands that have ended; guarded by `lock`.
  private long written;

  /// How many of them are on the disk; changes under `committing`.
  private volatile long stored;

  GroupCommit(StoreFile file) {
    this.file = file;
  }

  <T> T read(Supplier<T> command) {
    return run(lock.readLock(), 0, command);
  }

  <T> T write(Supplier<T> command) {
    return run(lock.writeLock(), 1, command);
  }

  private <T> T run(Lock side, int writes, Supplier<T> command) {
    side.lock();
    try {
      file.checkUsable();
      return command.get();
    } finally {
      // A command that fails may have written before it failed, and its error tells what it saw.
      if (writes > 0) {
        written += writes;
      }
      long seen = written;
      side.unlock();
      awaitStored(seen);
    }
  }

  private void awaitStored(long seen) {
    if (stored >= seen) {
      return;
    }
    synchronized (committing) {
      if (stored >= seen) {
        return;
      }
      // With the readers' lock no writer is at work, so no half command is stored.
      lock.readLock().lock();
      try {
        long ended = written;
        file.commit();
        stored = ended;
      } finally {
        lock.readLock().unlock();
      }
    }
  }
}
