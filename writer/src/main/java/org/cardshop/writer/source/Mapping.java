package org.cardshop.writer.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.digest.Digests;

/// Goes through an image once and makes its map: the calling thread reads (and unpacks), two cut
/// windows and digest their chunks, one digests the whole. At most [#AHEAD] windows of 4 MiB are in
/// memory.
final class Mapping {
  private static final int CUTTERS = 2;
  private static final int AHEAD = 5;

  private final Windows windows;
  private final Optional<Spool> spool;
  private final Reading reading;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final List<Span> zero = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();

  /// A window on its way: cut by one thread, fed to the whole's digest by another.
  private static final class Pending {
    final byte[] window;
    final Future<Cut> cut;
    final Future<?> whole;

    Pending(byte[] window, Future<Cut> cut, Future<?> whole) {
      this.window = window;
      this.cut = cut;
      this.whole = whole;
    }
  }

  private Mapping(Windows windows, Optional<Spool> spool, Reading reading) {
    this.windows = windows;
    this.spool = spool;
    this.reading = reading;
  }

  /// @param name of the image
  /// @param spool takes the data, when it is not yet in a file of its own
  static Manifest of(String name, Windows windows, Optional<Spool> spool, Reading reading)
      throws IOException, InterruptedException {
    return new Mapping(windows, spool, reading).manifest(name);
  }

  private Manifest manifest(String name) throws IOException, InterruptedException {
    var digest = Digests.sha256();
    long size = 0;
    var cutters = Executors.newFixedThreadPool(CUTTERS);
    var digester = Executors.newSingleThreadExecutor();
    try {
      while (true) {
        var window = pending.size() < AHEAD ? new byte[Manifest.CHUNK_SIZE] : take();
        int length = windows.fill(window);
        if (length == 0) {
          break;
        }
        long offset = size;
        pending.add(
            new Pending(
                window,
                cutters.submit(() -> cut(offset, window, length)),
                digester.submit(() -> digest.update(window, 0, length))));
        size += length;
        reading.on(windows.done(), windows.total());
      }
      while (!pending.isEmpty()) {
        take();
      }
    } finally {
      stop(cutters);
      stop(digester);
    }
    if (size == 0) {
      throw new UnusableException("The image is empty, not an image.");
    }
    if (spool.isPresent()) {
      spool.get().finish(size);
    }
    reading.on(windows.total(), windows.total());
    return new Manifest(
        name, size, Sha256.of(digest), Manifest.CHUNK_SIZE, zero, List.of(), chunks);
  }

  private Cut cut(long offset, byte[] window, int length) throws IOException {
    var cut = Cut.of(offset, window, length);
    if (spool.isPresent()) {
      for (var chunk : cut.chunks()) {
        spool.get().write(offset, window, chunk);
      }
    }
    return cut;
  }

  /// Waits for the oldest window and answers its buffer.
  private byte[] take() throws IOException, InterruptedException {
    var oldest = pending.remove();
    try {
      var cut = oldest.cut.get();
      oldest.whole.get();
      cut.zero().forEach(this::addZero);
      chunks.addAll(cut.chunks());
      return oldest.window;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("the image cannot be mapped", e.getCause());
    }
  }

  private void addZero(Span span) {
    if (!zero.isEmpty() && zero.getLast().end() == span.offset()) {
      var before = zero.removeLast();
      zero.add(new Span(before.offset(), before.length() + span.length()));
    } else {
      zero.add(span);
    }
  }

  private static void stop(ExecutorService threads) throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the image's digest does not end");
    }
  }
}
