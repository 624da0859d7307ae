package org.cardshop.writer.work;

import java.io.IOException;
import java.time.Duration;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.ChunkCache;

/// Gets what this host lacks of an image. Several cards of one image share each download.
final class Download {
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Work.Write work;
  private final WarehouseSessions sessions;
  private final ChunkCache cache;
  private final Hold hold;

  Download(Work.Write work, WarehouseSessions sessions, ChunkCache cache, Hold hold) {
    this.work = work;
    this.sessions = sessions;
    this.cache = cache;
    this.hold = hold;
  }

  /// @return the image with all its chunks on this host, pinned until it is closed
  CachedImage run() throws TroubleException, InterruptedException {
    var image = open(persist(() -> sessions.manifest(work.channel(), work.image().name())));
    try {
      if (!image.missing().isEmpty()) {
        hold.step(WriteStep.DOWNLOADING);
        fetch(image);
        hold.step(WriteStep.DOWNLOADED);
      }
      return image;
    } catch (TroubleException | InterruptedException | RuntimeException e) {
      image.close();
      throw e;
    }
  }

  private CachedImage open(Manifest manifest) throws TroubleException {
    if (manifest.size() != work.image().size()
        || !manifest.sha256().equals(work.image().sha256())) {
      throw new TroubleException(
          new Failure(
              Failure.Status.FAILED_TO_DOWNLOAD,
              "The warehouse has another image under the name "
                  + work.image().name()
                  + " than the order's. Retry the order from the start ('all')."));
    }
    try {
      return cache.use(manifest, sessions);
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.NEEDS_HUMAN, "The chunk cache of this host cannot be used: " + e.getMessage(), e);
    }
  }

  private void fetch(CachedImage image) throws TroubleException, InterruptedException {
    var missing = image.missing();
    long total = missing.stream().mapToLong(Chunk::stored).sum();
    long done = 0;
    for (var chunk : missing) {
      persist(() -> {
        image.fetch(chunk);
        return chunk;
      });
      done += chunk.stored();
      hold.progress(Json.object().put("step", "downloading").put("done", done).put("total", total));
    }
  }

  private interface Part<T> {
    T get() throws IOException, InterruptedException;
  }

  /// Tries again while the warehouse is out of reach, not when it says no.
  private <T> T persist(Part<T> part) throws TroubleException, InterruptedException {
    for (int failures = 1; ; failures++) {
      hold.checkpoint();
      try {
        return part.get();
      } catch (WarehouseException.Refused e) {
        throw new TroubleException(
            Trouble.TRANSIENT, "The warehouse refused: " + e.getMessage(), e);
      } catch (IOException e) {
        hold.checkpoint();
        hold.log("download: " + e.getMessage());
        if (failures == TRIES) {
          throw new TroubleException(
              Trouble.TRANSIENT, "The image could not be downloaded: " + e.getMessage(), e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
