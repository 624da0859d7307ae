package org.cardshop.creator.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.digest.Digests;

/// Reads an image once, from first byte to last, and makes its manifest: windows of 4 MiB are cut
/// into chunks and digested by two threads, while a third digests the whole.
public final class ImageMap {
  private static final int CUTTERS = 2;

  /// Windows in memory at once.
  private static final int AHEAD = 6;

  private final FileChannel image;
  private final Holes holes;
  private final List<Span> free;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private final List<Span> zero = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();

  /// A window on its way: cut into chunks by one thread, fed to the whole's digest by another.
  private record Pending(ByteBuffer buffer, Future<Window> cut, Future<?> whole) {}

  private ImageMap(FileChannel image, Holes holes, List<Span> free) {
    this.image = image;
    this.holes = holes;
    this.free = free;
  }

  /// @param free spans that no one reads, ascending; their bytes in the image must be zero
  /// @param done told the bytes read so far
  public static Manifest of(Path file, String name, List<Span> free, LongConsumer done)
      throws IOException, InterruptedException {
    Manifest.requireName(name);
    var grid = Grid.inside(free);
    try (var image = FileChannel.open(file);
        var holes = new Holes(file)) {
      return new ImageMap(image, holes, grid).manifest(name, done);
    }
  }

  private Manifest manifest(String name, LongConsumer done)
      throws IOException, InterruptedException {
    long size = image.size();
    var digest = Digests.sha256();
    var cutters = Executors.newFixedThreadPool(CUTTERS);
    var digester = Executors.newSingleThreadExecutor();
    try {
      for (long at = 0; at < size; at += Manifest.CHUNK_SIZE) {
        var buffer = pending.size() < AHEAD ? fresh() : take(done);
        int length = (int) Math.min(Manifest.CHUNK_SIZE, size - at);
        read(at, buffer.clear().limit(length));
        long offset = at;
        pending.add(
            new Pending(
                buffer,
                cutters.submit(() -> Window.cut(offset, buffer.slice(0, length), free)),
                digester.submit(() -> digest.update(buffer.slice(0, length)))));
      }
      while (!pending.isEmpty()) {
        buffers.add(take(done));
      }
    } finally {
      stop(cutters);
      stop(digester);
    }
    return new Manifest(
        name, size, Sha256.of(digest), Manifest.CHUNK_SIZE, Grid.merged(zero), free, chunks);
  }

  private ByteBuffer fresh() {
    var used = buffers.poll();
    return used == null ? ByteBuffer.allocateDirect(Manifest.CHUNK_SIZE) : used;
  }

  /// Waits for the oldest window and answers its buffer.
  private ByteBuffer take(LongConsumer done) throws IOException, InterruptedException {
    var oldest = pending.remove();
    try {
      var window = oldest.cut().get();
      oldest.whole().get();
      zero.addAll(window.zero());
      chunks.addAll(window.chunks());
      done.accept(window.end());
      return oldest.buffer();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DirtyException dirty) {
        throw new IOException(dirty.getMessage(), dirty);
      }
      throw new IllegalStateException("the image cannot be digested", e.getCause());
    }
  }

  private void read(long at, ByteBuffer into) throws IOException {
    if (holes.holds(at, into.remaining())) {
      new Segment.Zeros(into.remaining()).read(into);
    }
    while (into.hasRemaining()) {
      if (image.read(into, at + into.position()) < 0) {
        throw new IOException("the image became shorter while it was read");
      }
    }
  }

  private static void stop(ExecutorService threads) throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a digest does not end");
    }
  }
}
