package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;

/// An image whose chunks can be had in any order by any number of threads.
public interface ImageSource {
  Manifest manifest();

  /// Fills the segment with the chunk's plain bytes and returns only when their SHA-256 is the
  /// chunk's: no unverified byte leaves here.
  ///
  /// @param into as long as the chunk, native
  /// @throws IOException when the right bytes cannot be had, with what to do
  void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException;
}
