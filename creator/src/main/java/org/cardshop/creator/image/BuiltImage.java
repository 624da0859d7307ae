package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.ChunkFrames;
import org.cardshop.creator.map.Frames;

/// A finished image: its manifest, and all that its bytes can be had from until it is closed.
public final class BuiltImage implements AutoCloseable {
  private final Path file;
  private final Manifest manifest;
  private final ChunkFrames frames;
  private final Workshop workshop;

  BuiltImage(Path file, Manifest manifest, ChunkFrames frames, Workshop workshop) {
    this.file = file;
    this.manifest = manifest;
    this.frames = frames;
    this.workshop = workshop;
  }

  public Manifest manifest() {
    return manifest;
  }

  /// The image's chunks as the warehouse stores them.
  public Frames frames() {
    return frames;
  }

  /// Writes the whole image to a new file, in which zero and free bytes take no disk.
  ///
  /// @param progress told the bytes in the file
  /// @throws IOException when the disk is full, the file is there already, or a content is not what
  ///   it was; nothing is left then
  public void materialise(Path target, Progress progress) throws IOException, InterruptedException {
    Files.copy(file, target);
  }

  /// Removes all that is left of the build.
  @Override
  public void close() throws IOException {
    try (workshop) {
      frames.close();
    }
  }
}
