package org.cardshop.creator.map;

import org.cardshop.core.image.Chunk;

/// Told each distinct chunk of an image as soon as it is known, while the build goes on: by one
/// thread, ascending by the offset where the chunk comes first. The build waits for the answer, so
/// an upload hands the chunk to threads of its own.
@FunctionalInterface
public interface ChunkSink {
  /// For who waits for the manifest.
  ChunkSink NONE = (chunk, frames) -> {};

  /// Told once, before any chunk.
  ///
  /// @param bytes of all chunks together at most, unpacked
  default void expect(long bytes) {}

  /// @param frames of this image; valid until it is closed, or until its build fails
  /// @throws InterruptedException cancels the build
  void known(Chunk chunk, Frames frames) throws InterruptedException;
}
