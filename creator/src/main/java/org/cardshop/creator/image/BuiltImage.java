package org.cardshop.creator.image;

import java.nio.file.Path;
import org.cardshop.core.image.Manifest;

/// A finished image, which lies in its build's folder until it is closed. Move the file away to
/// keep it.
public final class BuiltImage implements AutoCloseable {
  private final Path file;
  private final Manifest manifest;
  private final Workshop workshop;

  BuiltImage(Path file, Manifest manifest, Workshop workshop) {
    this.file = file;
    this.manifest = manifest;
    this.workshop = workshop;
  }

  public Path file() {
    return file;
  }

  public Manifest manifest() {
    return manifest;
  }

  /// Removes the image and all that is left of its build.
  @Override
  public void close() {
    workshop.close();
  }
}
