package org.cardshop.writer.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;

/// Maps an image that came without a manifest by reading all of it: what is not zero is data, all
/// else must read as zero. Nothing is free, since nobody knows.
final class ImageMap {
  private ImageMap() {}

  static Manifest of(Path path) throws IOException {
    var chunks = new ArrayList<Chunk>();
    var zero = new ArrayList<Span>();
    var whole = Sha256.digest();
    try (var channel = FileChannel.open(path)) {
      long size = channel.size();
      if (size == 0) {
        throw new IllegalArgumentException(path + " is empty, not an image");
      }
      var window = ByteBuffer.allocateDirect(Manifest.CHUNK_SIZE);
      for (long offset = 0; offset < size; offset += window.capacity()) {
        ImageFile.fill(channel, offset, window.clear());
        whole.update(window.flip());
        window.rewind();
        if (isZero(window)) {
          zero.add(new Span(offset, window.limit()));
        } else {
          chunks.add(chunk(offset, window));
        }
      }
      return new Manifest(
          name(path), size, Sha256.of(whole), Manifest.CHUNK_SIZE, zero, List.of(), chunks);
    }
  }

  private static Chunk chunk(long offset, ByteBuffer window) {
    var crc = new CRC32C();
    crc.update(window.duplicate());
    // There is no frame of it anywhere; its plain length stands for the frame's.
    return new Chunk(
        offset,
        window.limit(),
        Sha256.of(window.duplicate()),
        (int) crc.getValue(),
        window.limit());
  }

  private static boolean isZero(ByteBuffer window) {
    return window.get(0) == 0
        && window.slice(0, window.limit() - 1).mismatch(window.slice(1, window.limit() - 1)) < 0;
  }

  private static String name(Path path) {
    var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    var legal = name.replaceAll("\\.img$", "").replaceAll("[^a-z0-9._-]", "-");
    return Manifest.requireName("image-" + legal.substring(0, Math.min(100, legal.length())));
  }
}
