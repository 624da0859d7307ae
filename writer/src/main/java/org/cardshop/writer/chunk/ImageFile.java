package org.cardshop.writer.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.ManifestJson;

/// A whole image in one file, and its manifest. The file is opened for each chunk, because an
/// interrupted reader would close a shared channel for all.
public record ImageFile(Path path, Manifest manifest) implements ImageSource {
  public ImageFile {
    try {
      if (Files.size(path) != manifest.size()) {
        throw new IllegalArgumentException(
            path
                + " has "
                + Files.size(path)
                + " bytes, but its manifest says "
                + manifest.size()
                + "; they do not belong together");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// With the manifest beside it, `x.img.manifest.json` or `x.manifest.json`; without one the whole
  /// file is read to map it.
  public static ImageFile open(Path path) throws IOException {
    var name = String.valueOf(path.getFileName());
    for (var beside : List.of(name, name.replaceFirst("\\.img$", ""))) {
      var manifest = path.resolveSibling(beside + ".manifest.json");
      if (Files.exists(manifest)) {
        return open(path, manifest);
      }
    }
    return new ImageFile(path, ImageMap.of(path));
  }

  public static ImageFile open(Path path, Path manifest) throws IOException {
    return new ImageFile(path, ManifestJson.read(Files.readAllBytes(manifest)));
  }

  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException {
    try (var channel = FileChannel.open(path)) {
      var bytes = into.asByteBuffer();
      fill(channel, chunk.offset(), bytes);
      if (!Sha256.of(bytes.flip()).equals(chunk.sha256())) {
        throw new IOException(
            path
                + " is not what its manifest says at byte "
                + chunk.offset()
                + "; get the image again.");
      }
    }
  }

  /// Reads from `offset` until the buffer is full or the file ends.
  static void fill(FileChannel channel, long offset, ByteBuffer into) throws IOException {
    int start = into.position();
    while (into.hasRemaining()) {
      if (channel.read(into, offset + into.position() - start) < 0) {
        return;
      }
    }
  }
}
