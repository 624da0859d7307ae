package org.cardshop.writer.work;

import java.io.IOException;
import java.nio.file.Path;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Command;
import org.cardshop.writer.chunk.ChunkFetch;

/// A connection on which one image is fetched ahead of its time.
interface PrefetchSession extends ChunkFetch, AutoCloseable {
  /// Where sessions begin.
  interface Door {
    /// @throws WarehouseException.Refused when the hint no longer holds
    PrefetchSession open(Command.Prefetch hint) throws WarehouseException, InterruptedException;
  }

  /// The manifest as it is announced, or published by now.
  Manifest manifest() throws IOException, InterruptedException;

  @Override
  void close();

  /// The real warehouse.
  static Door door(String user, Trust trust) {
    return hint -> {
      var client = WarehouseClient.connect(hint.warehouse(), user, hint.ticket(), trust);
      return new PrefetchSession() {
        @Override
        public Manifest manifest() throws IOException, InterruptedException {
          try {
            return client.getAnnounced(hint.channel(), hint.image());
          } catch (WarehouseException.Refused _) {
            return client.getManifest(hint.channel(), hint.image());
          }
        }

        @Override
        public void fetch(Sha256 sha256, long stored, Path to)
            throws IOException, InterruptedException {
          client.getChunk(sha256, to);
        }

        @Override
        public void doubt(Sha256 sha256) throws IOException, InterruptedException {
          client.doubt(sha256);
        }

        @Override
        public void close() {
          client.close();
        }
      };
    };
  }
}
