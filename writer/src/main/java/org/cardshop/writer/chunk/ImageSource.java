package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;

/// An image whose chunks can be had in any order by any number of threads.
public interface ImageSource extends AutoCloseable {
  Manifest manifest();

  /// Returns when the chunk is on this host, however long that takes; a source that has all of its
  /// chunks returns at once. Called by the thread that wants the chunk, never by one that decodes
  /// for others.
  ///
  /// @throws IOException when it cannot be had, with what to do
  default void fetch(Chunk chunk) throws IOException, InterruptedException {}

  /// Whether [#read] would find the chunk on this host, so that it may be read ahead of its use.
  /// Quick.
  default boolean has(Chunk chunk) {
    return true;
  }

  /// Fills the segment with the chunk's plain bytes and returns only when their SHA-256 is the
  /// chunk's: no unverified byte leaves here.
  ///
  /// @param into as long as the chunk, native
  /// @throws IOException when the right bytes cannot be had, with what to do
  void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException;

  /// Lets go of what was opened or made for this image alone.
  @Override
  default void close() throws IOException {}
}
