package org.cardshop.writer.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.digest.Digests;

/// A window of an image of which nobody knows what is free: what is not zero is data, all else must
/// read as zero.
record Cut(List<Span> zero, List<Chunk> chunks) {
  /// The grain in which zeros are looked for.
  private static final int GRAIN = 64 << 10;

  /// Fewer zeros than this between data are written with it: less than what a further request to a
  /// card costs.
  private static final int JOIN = 256 << 10;

  private static final byte[] ZEROS = new byte[GRAIN];

  /// @param offset of the window in the image
  static Cut of(long offset, byte[] window, int length) {
    var zero = new ArrayList<Span>();
    var chunks = new ArrayList<Chunk>();
    int at = 0;
    while (at < length) {
      int data = skip(window, at, length, true);
      if (data > at) {
        zero.add(new Span(offset + at, data - at));
      }
      at = data;
      int end = endOfData(window, at, length);
      if (end > at) {
        chunks.add(chunk(offset, window, at, end));
      }
      at = end;
    }
    return new Cut(zero, chunks);
  }

  private static int endOfData(byte[] window, int from, int length) {
    int end = skip(window, from, length, false);
    while (end < length) {
      int next = skip(window, end, length, true);
      if (next - end >= JOIN || next == length) {
        return end;
      }
      end = skip(window, next, length, false);
    }
    return end;
  }

  /// The first grain from `at` on that is not zero (or, that is).
  private static int skip(byte[] window, int at, int length, boolean zeros) {
    while (at < length) {
      int to = Math.min(at + GRAIN, length);
      if (Arrays.equals(window, at, to, ZEROS, 0, to - at) != zeros) {
        return at;
      }
      at = to;
    }
    return length;
  }

  private static Chunk chunk(long offset, byte[] window, int from, int to) {
    var digest = Digests.sha256();
    digest.update(window, from, to - from);
    var crc = new CRC32C();
    crc.update(window, from, to - from);
    // There is no frame of it anywhere; its plain length stands for the frame's.
    return new Chunk(offset + from, to - from, Sha256.of(digest), (int) crc.getValue(), to - from);
  }
}
