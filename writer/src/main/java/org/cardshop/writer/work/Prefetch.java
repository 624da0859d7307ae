package org.cardshop.writer.work;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Command;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.ChunkCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches an image of which cards will be due soon while it is still being uploaded: one thread,
/// one connection, the latest hint. It makes way for every task that fetches, and pins nothing:
/// whoever needs the room in the cache takes it. That it ends early costs only time, later.
final class Prefetch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Prefetch.class);

  /// How often it is looked whether the next chunk has come.
  static final Duration PAUSE = Duration.ofSeconds(1);

  /// An upload that gets no further for so long is not waited for.
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final PrefetchSession.Door door;
  private final ChunkCache cache;
  private final long bound;
  private final Traffic traffic;
  private final Duration pause;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private Optional<Command.Prefetch> hint = Optional.empty();
  private boolean isClosed;

  /// @param bound of the cache, in bytes: no more is fetched of one image
  Prefetch(
      PrefetchSession.Door door,
      ChunkCache cache,
      long bound,
      Traffic traffic,
      Duration pause,
      Duration patience) {
    this.door = door;
    this.cache = cache;
    this.bound = bound;
    this.traffic = traffic;
    this.pause = pause;
    this.patience = patience;
    thread = Thread.ofPlatform().name("prefetch").start(this::run);
  }

  /// Takes the place of the last hint; one of the same image only brings a fresh ticket.
  void hint(Command.Prefetch latest) {
    lock.lock();
    try {
      boolean isAnother = hint.filter(h -> !isSameImage(h, latest)).isPresent();
      hint = Optional.of(latest);
      changed.signalAll();
      if (isAnother) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      thread.interrupt();
    } finally {
      lock.unlock();
    }
    Threads.join(thread, LAST_WORDS);
  }

  private void run() {
    while (!isClosed()) {
      try {
        traffic.awaitQuiet();
        var current = awaitHint();
        try (var pass = new Pass(current)) {
          pass.run();
        } catch (IOException e) {
          requireNotInterrupted(e);
          LOG.info("{} is not fetched any further ahead: {}", current.image(), e.getMessage());
        }
        forget(current);
      } catch (InterruptedException e) {
        LOG.debug("makes way, or has another hint", e);
      } catch (RuntimeException e) {
        LOG.error("nothing is fetched ahead until the next hint", e);
        hintIs(Optional.empty());
      }
    }
  }

  /// An interrupted thread cannot use files either: that is no reason to forget the hint.
  private static void requireNotInterrupted(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      var interrupted = new InterruptedException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  private Command.Prefetch awaitHint() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (hint.isEmpty()) {
        changed.await();
      }
      return hint.get();
    } finally {
      lock.unlock();
    }
  }

  /// The newest of the same image.
  private Command.Prefetch newest(Command.Prefetch current) {
    lock.lock();
    try {
      return hint.filter(h -> isSameImage(h, current)).orElse(current);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Command.Prefetch done) {
    lock.lock();
    try {
      hint = hint.filter(h -> !isSameImage(h, done));
    } finally {
      lock.unlock();
    }
  }

  private void hintIs(Optional<Command.Prefetch> now) {
    lock.lock();
    try {
      hint = now;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isSameImage(Command.Prefetch a, Command.Prefetch b) {
    return a.channel().equals(b.channel())
        && a.image().equals(b.image())
        && a.warehouse().equals(b.warehouse());
  }

  /// One go at one image, until it is here or cannot be had.
  private final class Pass implements AutoCloseable {
    private Command.Prefetch current;
    private @Nullable PrefetchSession session;
    private long forward = System.nanoTime();

    private interface Errand<T> {
      T run(PrefetchSession session) throws IOException, InterruptedException;
    }

    Pass(Command.Prefetch current) {
      this.current = current;
    }

    /// @throws IOException why it ends before all is here
    void run() throws IOException, InterruptedException {
      var manifest = persist(PrefetchSession::manifest);
      CachedImage image;
      try (var touched =
          cache.use(manifest, (sha256, stored, to) -> session().fetch(sha256, stored, to))) {
        // What is here already has been used just now, so that it is the last to make room.
        image = touched;
      }
      long room = bound;
      var seen = new HashSet<Sha256>();
      for (var chunk : manifest.chunks()) {
        room -= seen.add(chunk.sha256()) ? chunk.stored() : 0;
        if (room < 0) {
          throw new IOException("the chunk cache is too small for all of it");
        }
        fetch(image, chunk);
      }
      LOG.info("{} is here ahead of its time", current.image());
    }

    private void fetch(CachedImage image, Chunk chunk) throws IOException, InterruptedException {
      persist(_ -> {
        image.fetch(chunk);
        return chunk;
      });
    }

    /// What is under way is finished first: the task may want just that chunk, and waits for it.
    private void makeWay() throws InterruptedException {
      if (traffic.isBusy()) {
        throw new InterruptedException("a task fetches");
      }
    }

    /// Tries again as long as it is only a matter of time.
    private <T> T persist(Errand<T> errand) throws IOException, InterruptedException {
      while (true) {
        try {
          makeWay();
          var answer = errand.run(session());
          forward = System.nanoTime();
          return answer;
        } catch (WarehouseException e) {
          renew(e);
        }
        Thread.sleep(pause);
      }
    }

    /// A chunk that is not there yet is a refusal, too: only the session that failed is given up,
    /// or the one whose ticket has a successor.
    private void renew(WarehouseException e) throws WarehouseException {
      if (System.nanoTime() - forward >= patience.toNanos()) {
        throw e;
      }
      var newest = newest(current);
      boolean isOver =
          switch (e) {
            case WarehouseException.Unavailable _ -> true;
            case WarehouseException.Refused _ -> !newest.ticket().equals(current.ticket());
          };
      if (isOver) {
        close();
      }
    }

    private PrefetchSession session() throws IOException, InterruptedException {
      if (session == null) {
        current = newest(current);
        try {
          session = door.open(current);
        } catch (WarehouseException.Refused e) {
          throw new IOException("the hint no longer holds: " + e.getMessage(), e);
        }
      }
      return session;
    }

    @Override
    public void close() {
      if (session != null) {
        session.close();
        session = null;
      }
    }
  }
}
