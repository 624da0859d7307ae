package org.cardshop.writer.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.ChunkCache;

/// Gets what this host lacks of an image. Several cards of one image share each download.
final class Download {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// How long the card is not asked for because its image is still coming. What is fetched within
  /// that time comes before the question, so that an order's history reads as one expects; longer
  /// downloads must not keep people at the bench waiting, who put in cards meanwhile, nor cards
  /// that write slower than chunks come.
  static final Duration HELD_UP = Duration.ofSeconds(10);

  private final Work.Write work;
  private final WarehouseSessions sessions;
  private final ChunkCache cache;
  private final Traffic traffic;
  private final Hold hold;
  private final PatientFetch fetch;
  private volatile boolean isStep = true;

  Download(
      Work.Write work, WarehouseSessions sessions, ChunkCache cache, Traffic traffic, Hold hold) {
    this.work = work;
    this.sessions = sessions;
    this.cache = cache;
    this.traffic = traffic;
    this.hold = hold;
    this.fetch = new PatientFetch(sessions, leave(hold), PAUSE);
  }

  /// @param heldUp how long to wait for all of it
  Incoming run(Duration heldUp) throws TroubleException, InterruptedException {
    try {
      return begin(open(manifest()), heldUp);
    } catch (IOException e) {
      hold.checkpoint();
      throw Incoming.trouble(e);
    }
  }

  private Manifest manifest() throws IOException, InterruptedException {
    return fetch.persist(() -> sessions.manifest(work.channel(), work.image().name()));
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
      return cache.use(manifest, fetch);
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.NEEDS_HUMAN, "The chunk cache of this host cannot be used: " + e.getMessage(), e);
    }
  }

  private Incoming begin(CachedImage image, Duration heldUp)
      throws IOException, InterruptedException {
    if (image.missing().isEmpty()) {
      return new Incoming(image, Optional.empty());
    }
    boolean isHandedOver = false;
    var incoming = new Incoming(image, Optional.empty());
    try {
      hold.step(WriteStep.DOWNLOADING);
      traffic.begin();
      var fetching = Fetching.begin(image, fetch, this::moved, traffic::end);
      incoming = new Incoming(image, Optional.of(fetching));
      if (fetching.await(heldUp)) {
        hold.step(WriteStep.DOWNLOADED);
      } else {
        hold.log("download: goes on while the card is asked for and written");
      }
      isStep = false;
      isHandedOver = true;
      return incoming;
    } finally {
      if (!isHandedOver) {
        incoming.close();
      }
    }
  }

  /// Once the card is asked for, that is what the task shows.
  private void moved(long done, long total) {
    if (isStep) {
      hold.progress(Json.object().put("step", "downloading").put("done", done).put("total", total));
    } else if (done == total) {
      hold.log("download: done");
    }
  }

  private static PatientFetch.Leave leave(Hold hold) {
    return new PatientFetch.Leave() {
      @Override
      public void checkpoint() throws InterruptedException {
        hold.checkpoint();
      }

      @Override
      public void log(String line) {
        hold.log(line);
      }
    };
  }
}
