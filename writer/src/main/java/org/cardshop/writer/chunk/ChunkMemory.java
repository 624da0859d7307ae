package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.device.Buffers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The buffers of all cards of a host, 4 MiB each, outside the heap, and the threads that fill them
/// with chunks. Each chunk is decoded and checked once for all cards that are close to each other;
/// it stays until its room is needed. A card that falls behind has it decoded again and holds up
/// nobody. For who goes through an image in its order, the next chunks are decoded ahead.
///
/// Whoever finds no buffer free waits for one, and so must not hold another: that is what makes
/// waiting safe. The threads here hold only buffers that they fill and wait for nothing.
public final class ChunkMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkMemory.class);

  /// Bytes of a buffer, the longest chunk that can be written.
  public static final int BUFFER = Manifest.CHUNK_SIZE;

  /// Buffers that keep one card busy: three being written, or four being read back, and some ahead.
  private static final int A_CARD = 8;

  private static final int MOST = 48;

  /// Chunks decoded ahead of the one that was asked for.
  private static final int AHEAD = 4;

  private final Arena arena = Arena.ofShared();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final Deque<MemorySegment> free = new ArrayDeque<>();
  private final Deque<Decoded> wanted = new ArrayDeque<>();
  private final Deque<Decoded> ahead = new ArrayDeque<>();
  private final List<Thread> decoders;
  private final MemorySegment all;

  /// How many buffers were never handed out and have taken no memory yet.
  private int untouched;

  /// Least recently used first.
  private final LinkedHashMap<Sha256, Decoded> decoded = new LinkedHashMap<>(16, 0.75f, true);

  /// @param buffers at least one; the most memory taken is `buffers` times [#BUFFER]
  public ChunkMemory(int buffers) {
    this(buffers, Runtime.getRuntime().availableProcessors());
  }

  /// @param threads that decode
  ChunkMemory(int buffers, int threads) {
    if (buffers < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "at least one buffer and one thread, not " + buffers + " and " + threads);
    }
    untouched = buffers;
    all = Buffers.allocate(arena, (long) buffers * BUFFER);
    decoders =
        IntStream.range(0, threads)
            .mapToObj(i -> Thread.ofPlatform().daemon().name("decoder-" + i).start(this::decode))
            .toList();
  }

  /// As many buffers as so many cards use, within half of the memory given to Java and 192 MiB.
  public static ChunkMemory forCards(int cards) {
    long half = Runtime.getRuntime().maxMemory() / 2 / BUFFER;
    return new ChunkMemory(Math.clamp(half, 4, Math.clamp(4L + (long) cards * A_CARD, 4, MOST)));
  }

  /// As many buffers as eight cards use that are read back while others are written: 192 MiB,
  /// unless half of the memory given to Java is less.
  public static ChunkMemory forThisProcess() {
    return forCards(MOST);
  }

  /// A buffer of one's own, with anything in it.
  public Lease blank() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var bytes = takeBuffer();
      while (bytes == null) {
        changed.await();
        bytes = takeBuffer();
      }
      var mine = bytes;
      return new Lease(mine, () -> free.push(mine));
    } finally {
      lock.unlock();
    }
  }

  /// The chunk's bytes, checked, to read only; shared with whoever asks for the same chunk. Waits
  /// until the chunk is on this host, decoded and checked.
  ///
  /// @throws IOException as the image's source says
  public Lease chunk(ImageSource image, Chunk chunk) throws IOException, InterruptedException {
    image.fetch(chunk);
    var next = Ahead.of(image, chunk, AHEAD);
    lock.lockInterruptibly();
    try {
      var entry = enter(image, chunk);
      readAhead(image, next);
      while (!isReady(entry)) {
        if (entry.image.equals(image)) {
          throw failure(entry);
        }
        // It was another image's source that failed, perhaps because its card is done.
        entry = enter(image, chunk);
      }
      var mine = entry;
      return new Lease(mine.bytes.asSlice(0, chunk.length()), () -> mine.uses--);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the threads to end what they do.
  @Override
  public void close() {
    decoders.forEach(Thread::interrupt);
    boolean isInterrupted = false;
    for (var decoder : decoders) {
      while (decoder.isAlive()) {
        try {
          decoder.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    try {
      arena.close();
    } catch (IllegalStateException e) {
      // A card that hangs in the kernel still uses its buffer; all go with the process.
      LOG.warn("the buffers are kept: {}", e.getMessage());
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The chunk's entry, decoded or on its way there before all that is only read ahead.
  private Decoded enter(ImageSource image, Chunk chunk) throws InterruptedException {
    while (true) {
      var known = decoded.get(chunk.sha256());
      if (known == null) {
        var buffer = takeBuffer();
        if (buffer == null) {
          changed.await();
          continue;
        }
        known = queue(image, chunk, buffer, wanted);
      } else if (ahead.remove(known)) {
        known.image = image;
        wanted.add(known);
      }
      known.uses++;
      known.isUsed = true;
      return known;
    }
  }

  /// @return whether the entry has the chunk; if not, it has a failure
  private boolean isReady(Decoded entry) throws InterruptedException {
    try {
      while (!entry.isReady && entry.failure == null) {
        changed.await();
      }
      return entry.isReady;
    } catch (InterruptedException e) {
      entry.uses--;
      changed.signalAll();
      throw e;
    }
  }

  private static IOException failure(Decoded entry) {
    return switch (entry.failure) {
      case IOException e -> new IOException(e.getMessage(), e);
      case null, default ->
          throw new IllegalStateException("a chunk cannot be decoded", entry.failure);
    };
  }

  /// Only when the chunk before was just used, that is, when someone goes through the image; never
  /// at the cost of what another card may still want to use.
  private void readAhead(ImageSource image, Ahead next) {
    if (next.before().filter(c -> decoded.containsKey(c.sha256())).isEmpty()) {
      return;
    }
    for (var chunk : next.chunks()) {
      if (decoded.containsKey(chunk.sha256())) {
        continue;
      }
      if (free.isEmpty() && untouched == 0 && !evict(e -> e.isIdle() && e.isUsed)) {
        return;
      }
      queue(image, chunk, buffer(), ahead);
    }
  }

  private Decoded queue(ImageSource image, Chunk chunk, MemorySegment buffer, Deque<Decoded> to) {
    var entry = new Decoded(image, chunk, buffer);
    decoded.put(chunk.sha256(), entry);
    to.add(entry);
    work.signal();
    return entry;
  }

  /// A buffer, or null when none is free even after the chunk that was longest out of use, or one
  /// that would only have been read ahead, has given up its.
  private @Nullable MemorySegment takeBuffer() {
    if (free.isEmpty() && untouched == 0 && !evict(Decoded::isIdle)) {
      var last = ahead.pollLast();
      if (last == null) {
        return null;
      }
      drop(last);
    }
    return buffer();
  }

  private MemorySegment buffer() {
    if (free.isEmpty()) {
      untouched--;
      return all.asSlice((long) untouched * BUFFER, BUFFER);
    }
    return free.pop();
  }

  private boolean evict(Predicate<Decoded> which) {
    var victim = decoded.values().stream().filter(which).findFirst();
    victim.ifPresent(this::drop);
    return victim.isPresent();
  }

  private void drop(Decoded entry) {
    decoded.remove(entry.chunk.sha256());
    free.push(entry.bytes);
  }

  private void decode() {
    try {
      while (true) {
        var next = nextWork();
        @Nullable Throwable failure = null;
        try {
          next.image.read(next.chunk, next.bytes.asSlice(0, next.chunk.length()));
        } catch (IOException | RuntimeException | Error e) {
          failure = e;
        }
        finish(next, failure);
      }
    } catch (InterruptedException e) {
      // The memory is being closed.
    }
  }

  private Decoded nextWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (wanted.isEmpty() && ahead.isEmpty()) {
        work.await();
      }
      return wanted.isEmpty() ? ahead.remove() : wanted.remove();
    } finally {
      lock.unlock();
    }
  }

  /// Who reads ahead in vain is not told; who then asks for the chunk has it tried again.
  private void finish(Decoded entry, @Nullable Throwable failure) {
    lock.lock();
    try {
      if (failure == null) {
        entry.isReady = true;
      } else {
        entry.failure = failure;
        drop(entry);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A chunk in its buffer or on its way there; guarded by the lock.
  private static final class Decoded {
    ImageSource image;
    final Chunk chunk;
    final MemorySegment bytes;
    boolean isReady;
    boolean isUsed;
    int uses;
    @Nullable Throwable failure;

    Decoded(ImageSource image, Chunk chunk, MemorySegment bytes) {
      this.image = image;
      this.chunk = chunk;
      this.bytes = bytes;
    }

    boolean isIdle() {
      return isReady && uses == 0;
    }
  }

  /// A buffer until it is closed.
  public final class Lease implements AutoCloseable {
    private final MemorySegment bytes;
    private final Runnable giveBack;

    private Lease(MemorySegment bytes, Runnable giveBack) {
      this.bytes = bytes;
      this.giveBack = giveBack;
    }

    public MemorySegment bytes() {
      return bytes;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        giveBack.run();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
