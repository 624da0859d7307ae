package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;

/// An image in use on this host: its chunks are pinned in the cache until it is closed.
public final class CachedImage implements ImageSource {
  private final ChunkCache cache;
  private final FrameShelf shelf;
  private final Manifest manifest;
  private final ChunkFetch fetch;
  private final Set<Sha256> names;
  private final AtomicBoolean isOpen = new AtomicBoolean(true);

  CachedImage(ChunkCache cache, FrameShelf shelf, Manifest manifest, ChunkFetch fetch)
      throws IOException {
    this.cache = cache;
    this.shelf = shelf;
    this.manifest = manifest;
    this.fetch = fetch;
    names = manifest.chunks().stream().map(Chunk::sha256).collect(Collectors.toUnmodifiableSet());
    shelf.pin(names);
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  /// What still has to be fetched, each chunk once.
  public List<Chunk> missing() {
    var seen = new HashSet<Sha256>();
    return manifest.chunks().stream()
        .filter(c -> !shelf.has(c.sha256()) && seen.add(c.sha256()))
        .toList();
  }

  /// Fetches the chunk unless it is here; a download for another card is waited for and shared.
  @Override
  public void fetch(Chunk chunk) throws IOException, InterruptedException {
    cache.fetch(chunk, fetch);
  }

  @Override
  public boolean has(Chunk chunk) {
    return shelf.has(chunk.sha256());
  }

  /// Fetches what is missing, also what turns out to be damaged.
  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 2; attempt++) {
      fetch(chunk);
      if (decoded(chunk, into)) {
        return;
      }
    }
    throw new IOException(
        "The chunk "
            + chunk.sha256()
            + " is damaged each time it is read; check this host's disk and memory.");
  }

  @Override
  public void close() {
    if (isOpen.compareAndSet(true, false)) {
      shelf.unpin(names);
    }
  }

  private boolean decoded(Chunk chunk, MemorySegment into)
      throws IOException, InterruptedException {
    try {
      return cache.decode(chunk, into);
    } catch (NoSuchFileException e) {
      // Someone else found it damaged, or emptied the directory.
      shelf.delete(chunk.sha256());
      return false;
    }
  }
}
