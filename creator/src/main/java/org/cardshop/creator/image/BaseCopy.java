package org.cardshop.creator.image;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.cardshop.core.image.Span;
import org.tukaani.xz.XZInputStream;

/// Unpacks a base image. What it is packed with is seen from its first bytes.
final class BaseCopy {
  /// Bytes. A few packed ones may stand for any number of zeros.
  private static final long LARGEST = 64L << 30;

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
    if (startsWith(magic, 'B', 'Z', 'h')) {
      return new BZip2CompressorInputStream(in, true); // as pbzip2 makes them: several in a row
    }
    return startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) ? new ZstdInputStream(in) : in;
  }

  static boolean isPacked(Path base) throws IOException {
    try (var plain = Files.newInputStream(base);
        var in = unpacked(plain)) {
      return !(in instanceof BufferedInputStream);
    }
  }

  /// Writes the unpacked base to a new file; runs of zeros take no disk.
  static void run(Path base, Path image, LongConsumer written)
      throws IOException, InterruptedException {
    run(base, LARGEST, image, written);
  }

  /// @param largest bytes
  static void run(Path base, long largest, Path image, LongConsumer written)
      throws IOException, InterruptedException {
    try (var in = unpacked(Files.newInputStream(base))) {
      copy(in, largest, image, 0, written);
      if (in.read() >= 0) {
        throw new IOException(
            "the base unpacks to more than " + largest + " bytes: take a smaller one");
      }
    }
  }

  /// Writes a part of an image to a new file of the given length; runs of zeros take no disk.
  static void part(Path image, Span part, Path to, long length)
      throws IOException, InterruptedException {
    try (var channel = FileChannel.open(image)) {
      var in = new BufferedInputStream(Channels.newInputStream(channel.position(part.offset())));
      copy(in, part.length(), to, length, written -> {});
    }
  }

  private static void copy(InputStream in, long atMost, Path to, long length, LongConsumer written)
      throws IOException, InterruptedException {
    try (var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var piece = new byte[PIECE];
      long at = 0;
      for (int n = next(in, piece, atMost); n > 0; n = next(in, piece, atMost - at)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!Arrays.equals(piece, 0, n, ZEROS, 0, n)) {
          write(out, ByteBuffer.wrap(piece, 0, n), at);
        }
        at += n;
        written.accept(at);
      }
      long end = Math.max(at, length);
      if (out.size() < end) {
        write(out, ByteBuffer.allocate(1), end - 1);
      }
    }
  }

  private static int next(InputStream in, byte[] piece, long atMost) throws IOException {
    return in.readNBytes(piece, 0, (int) Math.min(PIECE, atMost));
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
