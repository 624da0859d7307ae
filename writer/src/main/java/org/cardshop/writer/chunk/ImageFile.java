package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;

/// A whole image in one file, and its manifest. The file is opened for each chunk, because an
/// interrupted reader would close a shared channel for all.
public record ImageFile(Path path, Manifest manifest) implements ImageSource {
  /// Bytes that are digested right after they were read, while the processor's cache has them.
  private static final int STEP = 64 << 10;

  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException {
    var digest = Digests.sha256();
    var bytes = into.asByteBuffer();
    try (var channel = FileChannel.open(path)) {
      for (int from = 0; from < chunk.length(); from += STEP) {
        bytes.limit(Math.min(from + STEP, chunk.length()));
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, chunk.offset() + bytes.position()) < 0) {
            throw changed(chunk);
          }
        }
        digest.update(bytes.position(from));
      }
    }
    if (!Sha256.of(digest).equals(chunk.sha256())) {
      throw changed(chunk);
    }
  }

  private IOException changed(Chunk chunk) {
    return new IOException(
        path
            + " is not what its manifest says at byte "
            + chunk.offset()
            + "; get the image again.");
  }
}
