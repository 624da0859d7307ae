package org.cardshop.creator.image;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks a base image. What it is packed with is seen from its first bytes.
final class BaseCopy {
  private static final int PIECE = 64 << 10;
  private static final int MAGIC = 6;
  private static final int XZ_MEMORY_KIB = 512 << 10;
  private static final byte[] ZEROS = new byte[PIECE];

  private BaseCopy() {}

  static InputStream unpacked(InputStream packed) throws IOException {
    var in = new BufferedInputStream(packed, 1 << 20);
    in.mark(MAGIC);
    var magic = in.readNBytes(MAGIC);
    in.reset();
    if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return new XZInputStream(in, XZ_MEMORY_KIB);
    }
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(in, 1 << 16);
    }
    return startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) ? new ZstdInputStream(in) : in;
  }

  /// Writes the unpacked base to a new file; runs of zeros take no disk.
  ///
  /// @return bytes of the unpacked base
  static long run(Path base, Path image, LongConsumer written)
      throws IOException, InterruptedException {
    try (var in = unpacked(Files.newInputStream(base));
        var out =
            FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var piece = new byte[PIECE];
      long at = 0;
      for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!Arrays.equals(piece, 0, n, ZEROS, 0, n)) {
          write(out, ByteBuffer.wrap(piece, 0, n), at);
        }
        at += n;
        written.accept(at);
      }
      return at;
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes, at + bytes.position());
    }
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
