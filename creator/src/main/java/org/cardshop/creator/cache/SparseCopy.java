package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Copies a file to another file system; what is zero takes no disk there.
final class SparseCopy {
  private static final int PIECE = 64 << 10;
  private static final byte[] ZEROS = new byte[PIECE];

  private SparseCopy() {}

  static void run(Path from, Path to) throws IOException {
    try (var in = Files.newInputStream(from);
        var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var piece = new byte[PIECE];
      long at = 0;
      for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
        if (!Arrays.equals(piece, 0, n, ZEROS, 0, n)) {
          write(out, ByteBuffer.wrap(piece, 0, n), at);
        }
        at += n;
      }
      if (at > out.size()) {
        write(out, ByteBuffer.allocate(1), at - 1);
      }
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes, at + bytes.position());
    }
  }
}
