package org.cardshop.creator.map;

import java.io.IOException;
import org.cardshop.core.image.Chunk;

/// The chunks of an image as the warehouse stores them. Frames are made when they are asked for
/// instead of being kept since the build: encyclopaedias hardly compress, so frames on disk would
/// double what a build takes, and of a rebuilt image most are in the warehouse already and never
/// asked for. Safe for any number of threads, until the image that it belongs to is closed.
@FunctionalInterface
public interface Frames {
  /// The zstd frame that holds the chunk, `chunk.stored()` bytes.
  ///
  /// @throws IOException when the chunk's bytes cannot be read, or are not those of its digest any
  ///   more
  byte[] frame(Chunk chunk) throws IOException;
}
