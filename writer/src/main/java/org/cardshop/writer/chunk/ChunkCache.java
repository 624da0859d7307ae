package org.cardshop.writer.chunk;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chunks that a writer host keeps on its disk, so that an image is downloaded once for all
/// cards and two images share what they have in common. A frame is checked when it comes and again
/// each time that it is decoded; a damaged one is deleted and fetched anew.
public final class ChunkCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkCache.class);

  private final FrameShelf shelf;
  private final FrameDecoders decoders = new FrameDecoders();
  private final ConcurrentMap<Sha256, CountDownLatch> downloads = new ConcurrentHashMap<>();

  /// @param bound of all frames in bytes
  public ChunkCache(Path directory, long bound, InstantSource clock) throws IOException {
    shelf = new FrameShelf(directory, bound, clock);
  }

  /// The image as this cache has it. Its chunks stay here until it is closed.
  public CachedImage use(Manifest manifest, ChunkFetch fetch) throws IOException {
    return new CachedImage(this, shelf, manifest, fetch);
  }

  @Override
  public void close() {
    decoders.close();
  }

  /// Gets the chunk unless it is here. Of several who want it at once one downloads; when that one
  /// fails, the next tries by its own means.
  void fetch(Chunk chunk, ChunkFetch fetch) throws IOException, InterruptedException {
    while (!shelf.has(chunk.sha256())) {
      var mine = new CountDownLatch(1);
      var first = downloads.putIfAbsent(chunk.sha256(), mine);
      if (first != null) {
        first.await();
        continue;
      }
      try {
        if (!shelf.has(chunk.sha256())) {
          download(chunk, fetch);
        }
      } finally {
        downloads.remove(chunk.sha256());
        mine.countDown();
      }
    }
  }

  /// @return whether the frame held the chunk; if not, it is no longer here
  boolean decode(Chunk chunk, MemorySegment into) throws IOException, InterruptedException {
    if (decoders.decode(shelf.path(chunk.sha256()), chunk, into)) {
      return true;
    }
    LOG.warn("chunk {} is damaged on this host's disk; it is deleted", chunk.sha256());
    shelf.delete(chunk.sha256());
    return false;
  }

  private void download(Chunk chunk, ChunkFetch fetch) throws IOException, InterruptedException {
    var part = shelf.reserve(chunk.sha256(), chunk.stored());
    try {
      fetch.fetch(chunk.sha256(), chunk.stored(), part);
      CrashPoint.at("chunk.fetched");
      if (!isRight(part, chunk)) {
        fetch.doubt(chunk.sha256());
        throw new IOException(
            "The chunk "
                + chunk.sha256()
                + " came damaged; try again, and if it stays so, have the image built anew.");
      }
      shelf.store(chunk.sha256(), part);
      CrashPoint.at("chunk.kept");
    } finally {
      shelf.release(part, chunk.stored());
    }
  }

  private static boolean isRight(Path part, Chunk chunk) throws IOException {
    var digest = Digests.sha256();
    long length = 0;
    try (InputStream file = Files.newInputStream(part);
        var plain = new ZstdInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int n = plain.read(buffer); n >= 0 && length <= chunk.length(); n = plain.read(buffer)) {
        digest.update(buffer, 0, n);
        length += n;
      }
    } catch (ZstdIOException e) {
      LOG.warn("chunk {} came as something that is no zstd frame", chunk.sha256(), e);
      return false;
    }
    return length == chunk.length() && Sha256.of(digest).equals(chunk.sha256());
  }
}
