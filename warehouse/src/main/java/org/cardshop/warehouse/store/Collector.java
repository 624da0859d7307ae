package org.cardshop.warehouse.store;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes chunks that no manifest names and that no one stored or asked for within a day.
public final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration KEPT = Duration.ofDays(1);

  private final Shelves shelves;
  private final Chunks chunks;
  private final Images images;
  private final Lock collecting;
  private final InstantSource clock;

  /// @param collecting excludes publication
  public Collector(
      Shelves shelves, Chunks chunks, Images images, Lock collecting, InstantSource clock) {
    this.shelves = shelves;
    this.chunks = chunks;
    this.images = images;
    this.collecting = collecting;
    this.clock = clock;
  }

  /// Answers how many chunks were deleted. A manifest that cannot be read ends it at once: what it
  /// names is not known, so nothing may go.
  public int collect() throws IOException {
    collecting.lock();
    try {
      var collected = deleteExcept(named());
      if (collected > 0) {
        LOG.info("collected {} chunks that no image needs", collected);
      }
      return collected;
    } catch (MalformedException e) {
      throw new IOException(
          "A manifest in " + shelves.images() + " is damaged; delete its image: " + e.getMessage(),
          e);
    } finally {
      collecting.unlock();
    }
  }

  private Set<Sha256> named() throws IOException {
    var named = new HashSet<Sha256>();
    for (var image : images.all()) {
      images.find(image).ifPresent(published -> named.addAll(published.named()));
    }
    return named;
  }

  private int deleteExcept(Set<Sha256> named) throws IOException {
    var before = clock.instant().minus(KEPT);
    var collected = 0;
    for (var folder : shelves.names(shelves.chunks())) {
      for (var chunk : chunks.list(folder)) {
        if (!named.contains(chunk)
            && chunks.find(chunk).filter(f -> f.asked().isBefore(before)).isPresent()) {
          chunks.discard(chunk);
          collected++;
        }
      }
    }
    return collected;
  }
}
