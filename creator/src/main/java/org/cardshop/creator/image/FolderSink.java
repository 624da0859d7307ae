package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.Frames;
import org.jspecify.annotations.Nullable;

/// Puts chunks into a folder while they become known, those that are not there yet: each as a file
/// `<sha256>.zst`, which has its name only when it is whole.
final class FolderSink implements ChunkSink, AutoCloseable {
  private static final int WORKERS = Runtime.getRuntime().availableProcessors();
  private static final int AHEAD = 4 * WORKERS;
  private static final String PART = ".part";

  private final Path folder;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final ArrayDeque<Future<Path>> pending = new ArrayDeque<>();

  private @Nullable ExecutionException failure;

  FolderSink(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public void known(Chunk chunk, Frames frames) throws InterruptedException {
    var target = file(chunk);
    if (Files.exists(target)) {
      return;
    }
    if (pending.size() >= AHEAD) {
      settle(pending.remove());
    }
    pending.add(workers.submit(() -> write(target, frames.frame(chunk))));
  }

  private static Path write(Path target, byte[] frame) throws IOException {
    // A name of its own: two builds may write one chunk.
    var part = Files.createTempFile(target.resolveSibling(""), ".chunk-", PART);
    try {
      Files.write(part, frame);
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Waits until all are there.
  ///
  /// @throws IOException when one could not be written
  void finish() throws IOException, InterruptedException {
    while (!pending.isEmpty()) {
      settle(pending.remove());
    }
    if (failure != null) {
      var sentence = Plan.sentence(failure.getCause());
      throw new IOException("a chunk cannot be put into " + folder + ": " + sentence, failure);
    }
  }

  /// The manifest with the lengths of the frames as they lie in the folder.
  Manifest asStored(Manifest m) throws IOException {
    var chunks = new ArrayList<Chunk>(m.chunks().size());
    for (var c : m.chunks()) {
      long stored = Files.size(file(c));
      chunks.add(new Chunk(c.offset(), c.length(), c.sha256(), c.crc32c(), stored));
    }
    return new Manifest(m.name(), m.size(), m.sha256(), m.chunkSize(), m.zero(), m.free(), chunks);
  }

  private Path file(Chunk chunk) {
    return folder.resolve(chunk.sha256() + ".zst");
  }

  private void settle(Future<Path> chunk) throws InterruptedException {
    try {
      var _ = chunk.get();
    } catch (ExecutionException e) {
      failure = e;
    }
  }

  /// Stops; what is not whole goes.
  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
