package org.cardshop.writer.chunk;

import java.io.IOException;
import java.nio.file.Path;
import org.cardshop.core.image.Sha256;

/// Gets a chunk's frame from where images are kept.
@FunctionalInterface
public interface ChunkFetch {
  /// Called by any thread, for different chunks at once. An interrupted thread gives up soon.
  ///
  /// @param stored bytes of the frame as the manifest has it; the frame kept may be of another size
  /// @param to does not exist yet; holds the whole frame on return
  void fetch(Sha256 sha256, long stored, Path to) throws IOException, InterruptedException;

  /// Told that what came was damaged. Returns when fetching it again may help.
  ///
  /// @throws IOException when it is damaged where it is kept, with what to do about that
  default void doubt(Sha256 sha256) throws IOException, InterruptedException {}
}
