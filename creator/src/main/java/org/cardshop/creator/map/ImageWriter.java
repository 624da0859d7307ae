package org.cardshop.creator.map;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cardshop.core.image.Span;

/// A whole image being written to a new file. Zero and free bytes are holes; all else has its disk
/// before the first byte comes. Writes go past the page cache where the file system can: pages for
/// bytes that no one reads again cost more than the writing. Safe for any number of threads.
final class ImageWriter implements Closeable {
  /// `com.sun.nio.file.ExtendedOpenOption.DIRECT`. It is documented (jdk.unsupported), but javac
  /// warns of whoever names it, and the warning cannot be turned off.
  private static final Optional<OpenOption> DIRECT = findDirect();

  /// Bytes after which the disk is asked to keep what it has. Disks, above all virtual ones, hold
  /// much in a cache of their own: emptied only at the end, it takes as long again as the writing.
  private static final long FLUSH_EVERY = 64L << 20;

  private final FileChannel direct;
  private final FileChannel cached;
  private final ExecutorService flusher = Executors.newSingleThreadExecutor();
  private Future<?> flush = CompletableFuture.completedFuture(null);
  private long unflushed;

  private ImageWriter(FileChannel direct, FileChannel cached) {
    this.direct = direct;
    this.cached = cached;
  }

  /// @throws IOException when the file is there already, or the disk is full; there is no new file
  ///   then
  static ImageWriter create(Path file, Cut cut) throws IOException {
    Files.createFile(file);
    try {
      try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(cut.size());
      }
      Room.take(file, Grid.merged(cut.chunks().stream().map(Composition::span).toList()));
      var cached = FileChannel.open(file, StandardOpenOption.WRITE);
      return new ImageWriter(direct(file, cached), cached);
    } catch (IOException | RuntimeException e) {
      Files.delete(file);
      throw e;
    }
  }

  private static Optional<OpenOption> findDirect() {
    try {
      var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Arrays.stream(options)
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static FileChannel direct(Path file, FileChannel cached) throws IOException {
    if (DIRECT.isEmpty() || Files.getFileStore(file).getBlockSize() > Grid.BLOCK) {
      return cached;
    }
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, DIRECT.get());
    } catch (IOException | UnsupportedOperationException e) {
      return cached; // a file system in memory, or one over a network
    }
  }

  /// @param span on the grid; the image's last one may end anywhere
  /// @param bytes as many, in memory on the grid; consumed
  void write(Span span, ByteBuffer bytes) throws IOException {
    var channel = span.length() % Grid.BLOCK == 0 ? direct : cached;
    long at = span.offset();
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    flushWhenDue(span.length());
  }

  private synchronized void flushWhenDue(long more) throws IOException {
    unflushed += more;
    if (unflushed >= FLUSH_EVERY && flush.isDone()) {
      requireFlushed();
      unflushed = 0;
      flush =
          flusher.submit(() -> {
            cached.force(false);
            return null;
          });
    }
  }

  /// The kernel tells a failure once: it must not be lost.
  private void requireFlushed() throws IOException {
    try {
      flush.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw new IOException("the disk does not keep the image", e);
    }
  }

  /// Waits until the disk has all of it.
  synchronized void finish() throws IOException {
    requireFlushed();
    cached.force(false);
  }

  @Override
  public void close() throws IOException {
    try (cached;
        direct) {
      flusher.close();
    }
  }
}
