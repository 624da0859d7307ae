package org.cardshop.creator.map;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;
import org.jspecify.annotations.Nullable;

/// Reads every chunk of an image once, in order: several threads read, write and digest, each a
/// chunk of its own, while one digests the whole, which can only be done byte after byte; it needs
/// what was read, not that it was written. In memory are at most 18 chunks of 4 MiB.
final class Pass implements AutoCloseable {
  /// More than there are processors: most of them wait for the disk.
  private static final int WORKERS = 8;

  private static final int BUFFERS = 2 * WORKERS + 2;
  private static final long POLL_MILLIS = 100;
  private static final byte[] ZEROS = new byte[1 << 20];

  private final Cut cut;
  private final Optional<ImageWriter> writer;
  private final @Nullable MessageDigest whole;
  private final Arena memory = Arena.ofShared();
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final ExecutorService digester = Executors.newSingleThreadExecutor();
  private int allocated;

  /// How far the whole's digest is; written by its thread.
  private volatile long fed;

  /// A chunk on its way.
  private record Pending(
      int index, ByteBuffer buffer, Future<Known.Facts> facts, Future<?> digested) {}

  /// Told the facts of each chunk, in order.
  interface Learned {
    void facts(int index, Known.Facts facts) throws InterruptedException;
  }

  /// @param writer where the bytes go, when a file is made
  /// @param isWholeKnown whether there is no need for the digest of the whole
  Pass(Cut cut, Optional<ImageWriter> writer, boolean isWholeKnown) {
    this.cut = cut;
    this.writer = writer;
    this.whole = isWholeKnown ? null : Digests.sha256();
  }

  /// @param known facts by chunk, null where there are none; bytes that do not agree with them fail
  ///   the pass
  /// @param done told how many bytes of the image were gone through
  /// @return digest of the whole, free bytes taken as zero, unless it was known
  Optional<Sha256> run(Known.@Nullable Facts[] known, Learned learned, LongConsumer done)
      throws IOException, InterruptedException {
    for (int i = 0; i < cut.chunks().size(); i++) {
      var buffer = allocated < BUFFERS ? allocate() : free(learned, done);
      start(i, buffer, known[i]);
    }
    // While the last chunks are written the whole's digest goes on to its end.
    var rest = whole == null ? null : digester.submit(() -> feedZeros(whole, cut.size()));
    while (!pending.isEmpty()) {
      buffers.add(finished(learned, done));
    }
    if (whole == null || rest == null) {
      return Optional.empty();
    }
    await(rest, done);
    done.accept(cut.size());
    return Optional.of(Sha256.of(whole));
  }

  private ByteBuffer allocate() {
    allocated++;
    return memory.allocate(Manifest.CHUNK_SIZE, Grid.BLOCK).asByteBuffer();
  }

  private ByteBuffer free(Learned learned, LongConsumer done)
      throws IOException, InterruptedException {
    var free = buffers.poll();
    return free == null ? finished(learned, done) : free;
  }

  private void start(int index, ByteBuffer buffer, Known.@Nullable Facts known) {
    var chunk = cut.chunks().get(index);
    var isRead = new CompletableFuture<Void>();
    var facts = workers.submit(() -> work(chunk, buffer, known, isRead));
    Future<?> digested = facts;
    if (whole != null) {
      digested =
          digester.submit(() -> {
            isRead.get();
            feedZeros(whole, chunk.span().offset());
            whole.update(buffer.duplicate());
            fed = chunk.span().end();
            return fed;
          });
    }
    pending.add(new Pending(index, buffer, facts, digested));
  }

  /// Waits for the oldest chunk and answers its buffer.
  private ByteBuffer finished(Learned learned, LongConsumer done)
      throws IOException, InterruptedException {
    var oldest = pending.remove();
    var facts = await(oldest.facts(), done);
    learned.facts(oldest.index(), facts);
    var _ = await(oldest.digested(), done);
    done.accept(cut.chunks().get(oldest.index()).span().end());
    return oldest.buffer();
  }

  private Known.Facts work(
      Composition chunk,
      ByteBuffer buffer,
      Known.@Nullable Facts known,
      CompletableFuture<Void> isRead)
      throws IOException {
    try {
      chunk.read(buffer);
      isRead.complete(null);
    } catch (IOException | RuntimeException e) {
      isRead.completeExceptionally(e);
      throw e;
    }
    if (writer.isPresent()) {
      writer.get().write(chunk.span(), buffer.duplicate());
    }
    if (known == null) {
      return Known.Facts.of(buffer);
    }
    if (!Digests.sha256(buffer.duplicate()).equals(known.sha256())) {
      throw chunk.changed();
    }
    return known;
  }

  private long feedZeros(MessageDigest digest, long upTo) throws InterruptedException {
    for (long at = fed; at < upTo; fed = at) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int some = (int) Math.min(ZEROS.length, upTo - at);
      digest.update(ZEROS, 0, some);
      at += some;
    }
    return upTo;
  }

  private <T> T await(Future<T> future, LongConsumer done)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        done.accept(fed);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException io -> throw io;
          case RuntimeException bug -> throw bug;
          case null, default -> throw new IllegalStateException("a chunk cannot be made", e);
        }
      }
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    digester.shutdownNow();
    // Memory may only go when no one uses it any more; these wait, whoever is in a hurry.
    workers.close();
    digester.close();
    memory.close();
  }
}
