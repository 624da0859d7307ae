package org.cardshop.creator.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;

/// What is still to be done at the warehouse for one image, in the order in which it is best done.
/// Holds chunks by name, as the manifest does anyway; their bytes are made by who takes them.
final class UploadQueue {
  /// So many names are asked for at once: from some thousand on the warehouse lists its folders
  /// instead of answering for each.
  private static final int BATCH = 4096;

  /// Asking begins before the lanes have run dry.
  private static final int LOW = 4;

  /// One thing to do.
  sealed interface Job {
    record Announce(Manifest manifest) implements Job {}

    /// Find out which of these are missing.
    record Ask(List<Chunk> chunks) implements Job {}

    record Put(Chunk chunk) implements Job {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Sha256> named = new HashSet<>();
  private final Deque<Chunk> unasked = new ArrayDeque<>();
  private final Deque<Chunk> wanted = new ArrayDeque<>();
  private Optional<Job.Announce> announcement = Optional.empty();
  private Optional<Exception> failure = Optional.empty();
  private boolean asking;
  private boolean asksFirst;
  private long expected;
  private long unaskedBytes;
  private int changes;
  private int underWay;
  private long done;
  private long total;

  /// How far it is, in bytes as stored: `total` grows while the build goes on.
  record Sum(long done, long total) {}

  /// What may still have to be stored.
  ///
  /// @param bytes at most: what the warehouse was not asked for yet counts in full
  /// @param changes tells this from earlier ones, unless they differ only in what was stored since
  record Need(long bytes, int changes) {}

  /// So many bytes will be added at most, unpacked.
  void expect(long bytes) {
    lock.lock();
    try {
      expected = bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be added.
  void expectNothing() {
    expect(0);
  }

  Need need() {
    lock.lock();
    try {
      // What cannot be packed grows a little when it is.
      return new Need(expected + expected / 256 + unaskedBytes + total - done, changes);
    } finally {
      lock.unlock();
    }
  }

  /// There is no room for all that may have to be stored: from now on the warehouse is asked what
  /// it lacks before anything is put.
  void askFirst() {
    lock.lock();
    try {
      asksFirst = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ignores what it was told before.
  void add(Chunk chunk) {
    lock.lock();
    try {
      if (named.add(chunk.sha256())) {
        unasked.add(chunk);
        unaskedBytes += chunk.stored();
        expected = Math.max(0, expected - chunk.length());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The image is built: from now on others may know what it will be made of. When nothing is left
  /// to do there is no need.
  void announce(Manifest manifest) {
    lock.lock();
    try {
      if (!isIdle()) {
        announcement = Optional.of(new Job.Announce(manifest));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The warehouse turned out not to have these, whatever it said before.
  void want(Collection<Chunk> chunks) {
    lock.lock();
    try {
      enlist(chunks);
    } finally {
      lock.unlock();
    }
  }

  /// The next thing to do, which must be answered by [#done], [#asked] or [#giveBack].
  ///
  /// @return empty when there was nothing for so long
  Optional<Job> take(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      var next = next();
      while (next.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        next = next();
      }
      next.ifPresent(_ -> underWay++);
      return next;
    } finally {
      lock.unlock();
    }
  }

  void done(Job job) {
    lock.lock();
    try {
      if (job instanceof Job.Put(var chunk)) {
        done += chunk.stored();
      }
      ended(job);
    } finally {
      lock.unlock();
    }
  }

  void asked(Job.Ask job, Set<Sha256> missing) {
    lock.lock();
    try {
      unaskedBytes -= job.chunks().stream().mapToLong(Chunk::stored).sum();
      enlist(job.chunks().stream().filter(c -> missing.contains(c.sha256())).toList());
      ended(job);
    } finally {
      lock.unlock();
    }
  }

  /// It did not come about; somebody must do it.
  void giveBack(Job job) {
    lock.lock();
    try {
      switch (job) {
        case Job.Announce a -> announcement = announcement.or(() -> Optional.of(a));
        case Job.Ask(var chunks) -> chunks.reversed().forEach(unasked::addFirst);
        case Job.Put(var chunk) -> wanted.addFirst(chunk);
      }
      ended(job);
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come of it.
  void fail(Exception e) {
    lock.lock();
    try {
      failure = failure.or(() -> Optional.of(e));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when all is done.
  ///
  /// @throws IOException what was told to [#fail], as its cause
  void await() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (failure.isEmpty() && !isIdle()) {
        changed.await();
      }
      if (failure.isPresent()) {
        throw new IOException(failure.get().getMessage(), failure.get());
      }
    } finally {
      lock.unlock();
    }
  }

  Sum sum() {
    lock.lock();
    try {
      return new Sum(done, total);
    } finally {
      lock.unlock();
    }
  }

  private void enlist(Collection<Chunk> chunks) {
    wanted.addAll(chunks);
    total += chunks.stream().mapToLong(Chunk::stored).sum();
    changes++;
    changed.signalAll();
  }

  private void ended(Job job) {
    underWay--;
    if (job instanceof Job.Ask) {
      asking = false;
    }
    changed.signalAll();
  }

  private Optional<Job> next() {
    if (announcement.isPresent()) {
      var job = announcement.get();
      announcement = Optional.empty();
      return Optional.of(job);
    }
    if ((asksFirst || wanted.size() < LOW) && !unasked.isEmpty() && !asking) {
      asking = true;
      var batch = new ArrayList<Chunk>();
      while (batch.size() < BATCH && !unasked.isEmpty()) {
        batch.add(unasked.remove());
      }
      return Optional.of(new Job.Ask(List.copyOf(batch)));
    }
    return asksFirst && asking
        ? Optional.empty()
        : Optional.ofNullable(wanted.poll()).map(Job.Put::new);
  }

  private boolean isIdle() {
    return unasked.isEmpty() && wanted.isEmpty() && announcement.isEmpty() && underWay == 0;
  }
}
