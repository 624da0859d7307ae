package org.cardshop.writer.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.worker.StoppedException;
import org.cardshop.writer.chunk.ChunkFetch;
import org.cardshop.writer.chunk.NoRoomException;

/// Fetches for one task, for the card that waits for a chunk as for those that fetch ahead. Tries
/// again while the warehouse is out of reach, not when it says no, and waits while the lease is
/// uncertain.
final class PatientFetch implements ChunkFetch {
  private static final int TRIES = 10;

  private final ChunkFetch warehouse;
  private final Leave leave;
  private final Duration pause;
  private volatile boolean isGivenUp;

  /// What a task's hold says of fetching.
  interface Leave {
    /// Returns when there is leave to go on.
    void checkpoint() throws InterruptedException;

    void log(String line);
  }

  /// There will be no other try.
  static final class GivenUpException extends IOException {
    private static final long serialVersionUID = 1L;

    private GivenUpException(String sentence, Exception cause) {
      super(sentence, cause);
    }
  }

  interface Part<T> {
    T get() throws IOException, InterruptedException;
  }

  /// @param pause after a failure
  PatientFetch(ChunkFetch warehouse, Leave leave, Duration pause) {
    this.warehouse = warehouse;
    this.leave = leave;
    this.pause = pause;
  }

  @Override
  public void fetch(Sha256 sha256, long stored, Path to) throws IOException, InterruptedException {
    persist(() -> {
      try {
        warehouse.fetch(sha256, stored, to);
      } catch (IOException e) {
        throw NoRoomException.orElse(to, stored, e);
      }
      return to;
    });
  }

  @Override
  public void doubt(Sha256 sha256) throws IOException, InterruptedException {
    persist(() -> {
      warehouse.doubt(sha256);
      return sha256;
    });
  }

  /// @throws GivenUpException with the sentence that ends the task; patience that ended once does
  ///   not begin anew for the next chunk
  <T> T persist(Part<T> part) throws GivenUpException, InterruptedException {
    for (int failures = 1; ; failures++) {
      checkpoint();
      try {
        return part.get();
      } catch (GivenUpException e) {
        throw e;
      } catch (WarehouseException.Refused e) {
        throw new GivenUpException("The warehouse refused: " + e.getMessage(), e);
      } catch (NoRoomException e) {
        throw new GivenUpException(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        checkpoint();
        leave.log("download: " + e.getMessage());
        if (failures >= TRIES || isGivenUp) {
          isGivenUp = true;
          throw new GivenUpException("The image could not be downloaded: " + e.getMessage(), e);
        }
        Thread.sleep(pause);
      }
    }
  }

  /// A task that was called off is no interruption of whoever fetches for it: threads that decode
  /// for other cards, too, must live on. The task's own thread hears why.
  private void checkpoint() throws GivenUpException, InterruptedException {
    try {
      leave.checkpoint();
    } catch (StoppedException e) {
      throw new GivenUpException("The task was called off: " + e.getMessage(), e);
    }
  }
}
