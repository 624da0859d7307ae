package org.cardshop.layout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// Bytes that follow from a seed, so that gigabytes need no room.
///
/// @param gap pages from one that is not zero to the next; 1 has none that are zero
record SampleContent(long seed, long size, int gap) implements Content {
  private static final int PAGE = 4096;
  private static final byte[] ZEROS = new byte[PAGE];

  @Override
  public Sha256 identity() {
    return Sha256.of((seed + " " + size + " " + gap).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void read(long from, ByteBuffer into) {
    for (long at = from; into.hasRemaining(); ) {
      int inPage = (int) (at % PAGE);
      int length = Math.min(PAGE - inPage, into.remaining());
      into.put(page(at / PAGE), inPage, length);
      at += length;
    }
  }

  void copyTo(OutputStream out) throws IOException {
    for (long at = 0; at < size; at += PAGE) {
      out.write(page(at / PAGE), 0, (int) Math.min(PAGE, size - at));
    }
  }

  /// Whether these bytes of the content are all zero.
  boolean isZero(long from, long length) {
    for (long page = from / PAGE; page * PAGE < from + length; page++) {
      if (page % gap == 0) {
        return false;
      }
    }
    return true;
  }

  byte[] page(long number) {
    if (number % gap != 0) {
      return ZEROS;
    }
    var page = ByteBuffer.allocate(PAGE);
    long state = seed * 0x9e37_79b9_7f4a_7c15L + number;
    while (page.hasRemaining()) {
      state = (state ^ (state >>> 29)) * 0xbf58_476d_1ce4_e5b9L + 1;
      page.putLong(state);
    }
    return page.array();
  }
}
