package org.cardshop.creator.map;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/// A chunk as the warehouse stores it: one zstd frame (RFC 8878) with the content's size and
/// checksum, at level 3. The same bytes always give the same frame.
final class Frame {
  private static final int LEVEL = 3;

  private Frame() {}

  static byte[] of(byte[] bytes, int from, int length) {
    try (var zstd = new ZstdCompressCtx()) {
      zstd.setLevel(LEVEL).setChecksum(true).setContentSize(true);
      return zstd.compress(Arrays.copyOfRange(bytes, from, from + length));
    }
  }
}
