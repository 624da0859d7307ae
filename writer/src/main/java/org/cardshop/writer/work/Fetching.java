package org.cardshop.writer.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.cardshop.core.image.Chunk;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.writer.chunk.CachedImage;

/// Fetches what this host lacks of an image, in the order in which a card needs it, in the
/// background. Tasks that fetch the same image share each download, so that connections at work do
/// not grow with the number of cards.
final class Fetching implements AutoCloseable {
  /// Connections. A chunk costs several round trips, and its check a moment of one core: three hide
  /// both and are no burden for a warehouse with a hundred writers.
  private static final int LANES = 3;

  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final CachedImage image;
  private final PatientFetch patience;
  private final List<Chunk> missing;
  private final Moved moved;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();
  private final CountDownLatch atWork;
  private final List<Thread> lanes;
  private volatile Optional<IOException> failure = Optional.empty();

  /// Told how far it is, in bytes as stored.
  interface Moved {
    void by(long done, long total);
  }

  private Fetching(
      CachedImage image, PatientFetch patience, List<Chunk> missing, Moved moved, Runnable atEnd) {
    this.image = image;
    this.patience = patience;
    this.missing = missing;
    this.moved = moved;
    int n = Math.min(LANES, missing.size());
    atWork = new CountDownLatch(n);
    var left = new AtomicInteger(n);
    lanes =
        IntStream.rangeClosed(1, n)
            .mapToObj(i ->
                Thread.ofPlatform()
                    .name("download-" + i)
                    .unstarted(() -> {
                      try {
                        lane();
                      } finally {
                        if (left.decrementAndGet() == 0) {
                          atEnd.run();
                        }
                        atWork.countDown();
                      }
                    }))
            .toList();
  }

  /// @param patience with which the image fetches
  /// @param moved called by several threads
  /// @param atEnd called once, when nothing is fetched any more
  static Fetching begin(CachedImage image, PatientFetch patience, Moved moved, Runnable atEnd) {
    var missing = image.missing();
    var fetching = new Fetching(image, patience, missing, moved, atEnd);
    if (missing.isEmpty()) {
      atEnd.run();
    }
    fetching.lanes.forEach(Thread::start);
    return fetching;
  }

  /// Waits at most so long for all of it.
  ///
  /// @return whether all of it is here
  /// @throws IOException when some of it cannot be had
  boolean await(Duration patience) throws IOException, InterruptedException {
    boolean isOver = atWork.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    check();
    return isOver;
  }

  /// @throws IOException when some of it could not be had
  void check() throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get().getMessage(), failure.get());
    }
  }

  @Override
  public void close() {
    lanes.forEach(Thread::interrupt);
    lanes.forEach(lane -> Threads.join(lane, LAST_WORDS));
  }

  private void lane() {
    long total = missing.stream().mapToLong(Chunk::stored).sum();
    try {
      for (int i = next.getAndIncrement();
          i < missing.size() && failure.isEmpty();
          i = next.getAndIncrement()) {
        var chunk = missing.get(i);
        patience.persist(() -> {
          image.fetch(chunk);
          CrashPoint.at("chunk.here");
          return chunk;
        });
        moved.by(done.addAndGet(chunk.stored()), total);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    } catch (InterruptedException e) {
      failure = Optional.of(new IOException("the download was ended", e));
    }
  }
}
