package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.DraftImage;
import org.cardshop.creator.map.Frames;
import org.cardshop.creator.map.Known;

/// A finished image: its manifest, and all that its bytes can be had from until it is closed.
public final class BuiltImage implements AutoCloseable {
  private final Manifest manifest;
  private final DraftImage image;
  private final Workshop workshop;
  private boolean isKept;

  BuiltImage(Manifest manifest, DraftImage image, Workshop workshop) {
    this.manifest = manifest;
    this.image = image;
    this.workshop = workshop;
  }

  public Manifest manifest() {
    return manifest;
  }

  /// The image's chunks as the warehouse stores them.
  public Frames frames() {
    return image;
  }

  /// Writes the whole image to a new file, in which zero and free bytes take no disk. Every byte is
  /// checked against the manifest on its way.
  ///
  /// @param progress told how many bytes of the image were gone through
  /// @throws IOException when the disk is full, the file is there already, or a content is not what
  ///   it was; nothing is left then
  public void materialise(Path file, Progress progress) throws IOException, InterruptedException {
    var _ =
        image.make(
            manifest.name(),
            Optional.of(file),
            ChunkSink.NONE,
            done -> progress.at(Phase.BUILDING, done, manifest.size()));
  }

  /// What [#keep] left, in a folder that was adopted.
  static BuiltImage kept(Workshop workshop, Known known) throws IOException {
    var kept = DraftImage.kept(Workshop.keptFile(workshop.folder()), known);
    var built = new BuiltImage(kept.manifest(), kept.image(), workshop);
    built.isKept = true;
    return built;
  }

  /// From now on the image outlives its process: [KeptImages] finds it by the key.
  ///
  /// @throws IOException when the disk does not take what is to be noted; it is not kept then
  public void keep(Sha256 key) throws IOException {
    image.keep(manifest.name(), key, Workshop.keptFile(workshop.folder()));
    isKept = true;
  }

  /// Nobody needs the image any more once it is closed.
  public void forget() {
    isKept = false;
  }

  /// Removes all that is left of the build, unless it is kept and good for another time.
  @Override
  public void close() {
    if (isKept && !image.isSpoiled()) {
      workshop.leave();
    } else {
      workshop.close();
    }
  }
}
