package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.device.Device;

/// The buffers of all cards of a host: a fixed number, 4 MiB each, outside the heap; whoever finds
/// none free waits. Decoded chunks stay in theirs until the room is needed, so that cards close to
/// each other share one decoding; a card that falls behind decodes again and holds up nobody.
///
/// Who holds a lease must not ask for another: that is what makes waiting safe.
public final class ChunkMemory implements AutoCloseable {
  /// Bytes of a buffer, the longest chunk that can be written.
  public static final int BUFFER = Manifest.CHUNK_SIZE;

  private final Arena arena = Arena.ofShared();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<MemorySegment> free = new ArrayDeque<>();

  /// Least recently used first.
  private final LinkedHashMap<Sha256, Decoded> decoded = new LinkedHashMap<>(16, 0.75f, true);

  /// @param buffers at least one; the memory taken is `buffers` times [#BUFFER], at once
  public ChunkMemory(int buffers) {
    if (buffers < 1) {
      throw new IllegalArgumentException("at least one buffer, not " + buffers);
    }
    for (int i = 0; i < buffers; i++) {
      free.add(arena.allocate(BUFFER, Device.ALIGNMENT));
    }
  }

  /// As many buffers as half of the memory given to Java holds, at most 48 (192 MiB): enough for
  /// eight cards that are read back with four reads each while others are written.
  public static ChunkMemory forThisProcess() {
    long half = Runtime.getRuntime().maxMemory() / 2 / BUFFER;
    return new ChunkMemory(Math.clamp(half, 4, 48));
  }

  /// A buffer of one's own, with anything in it.
  public Lease blank() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (isFull()) {
        changed.await();
      }
      var bytes = free.remove();
      return new Lease(bytes, () -> free.add(bytes));
    } finally {
      lock.unlock();
    }
  }

  /// The chunk's bytes, checked, to read only; shared with whoever asks for the same chunk.
  ///
  /// @throws IOException as the image's source says
  public Lease chunk(ImageSource image, Chunk chunk) throws IOException, InterruptedException {
    var entry = enter(chunk);
    if (!entry.ready) {
      fill(image, chunk, entry);
    }
    return new Lease(entry.bytes.asSlice(0, chunk.length()), () -> entry.uses--);
  }

  @Override
  public void close() {
    arena.close();
  }

  private Decoded enter(Chunk chunk) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        var known = decoded.get(chunk.sha256());
        if (known == null && !isFull()) {
          var mine = new Decoded(free.remove());
          decoded.put(chunk.sha256(), mine);
          return mine;
        }
        if (known != null && known.ready) {
          known.uses++;
          return known;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void fill(ImageSource image, Chunk chunk, Decoded entry)
      throws IOException, InterruptedException {
    boolean filled = false;
    try {
      image.read(chunk, entry.bytes.asSlice(0, chunk.length()));
      filled = true;
    } finally {
      lock.lock();
      try {
        entry.ready = filled;
        if (!filled) {
          decoded.remove(chunk.sha256());
          free.add(entry.bytes);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Whether no buffer is free even after the chunk that was longest out of use has given up its.
  private boolean isFull() {
    if (free.isEmpty()) {
      var idle =
          decoded.entrySet().stream().filter(e -> e.getValue().isIdle()).findFirst().orElse(null);
      if (idle != null) {
        decoded.remove(idle.getKey());
        free.add(idle.getValue().bytes);
      }
    }
    return free.isEmpty();
  }

  private static final class Decoded {
    final MemorySegment bytes;
    volatile boolean ready;
    int uses = 1;

    Decoded(MemorySegment bytes) {
      this.bytes = bytes;
    }

    boolean isIdle() {
      return ready && uses == 0;
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
