package org.cardshop.writer.work;

import java.io.IOException;
import java.util.Optional;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.worker.TroubleException;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.NoRoomException;

/// An image that a card can be written of: here, or still coming. Reading what is not here yet
/// waits for it. Pinned on this host until it is closed.
final class Incoming implements AutoCloseable {
  private final CachedImage image;
  private final Optional<Fetching> fetching;

  Incoming(CachedImage image, Optional<Fetching> fetching) {
    this.image = image;
    this.fetching = fetching;
  }

  CachedImage image() {
    return image;
  }

  /// @throws TroubleException when the rest of it cannot be had: no card need be begun
  void check() throws TroubleException {
    try {
      if (fetching.isPresent()) {
        fetching.get().check();
      }
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /// What it means for the task that some of its image cannot be had.
  static TroubleException trouble(IOException e) {
    var kind = NoRoomException.isCauseOf(e) ? Trouble.NEEDS_HUMAN : Trouble.TRANSIENT;
    return new TroubleException(kind, String.valueOf(e.getMessage()), e);
  }

  @Override
  public void close() {
    fetching.ifPresent(Fetching::close);
    image.close();
  }
}
