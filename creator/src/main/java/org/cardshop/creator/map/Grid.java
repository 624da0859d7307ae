package org.cardshop.creator.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Span;

/// The blocks of 4 KiB in which states are told apart.
final class Grid {
  static final int BLOCK = 4096;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

  private Grid() {}

  static long floor(long offset) {
    return offset / BLOCK * BLOCK;
  }

  static long ceil(long offset) {
    return Math.ceilDiv(offset, (long) BLOCK) * BLOCK;
  }

  /// Zeros, at most as many.
  static ByteBuffer zeros(long atMost) {
    return ZEROS.slice(0, (int) Math.min(atMost, ZEROS.capacity()));
  }

  /// Whether all bytes of the buffer are zero; it stays as it is.
  static boolean isZero(ByteBuffer bytes) {
    for (int at = bytes.position(); at < bytes.limit(); at += ZEROS.capacity()) {
      var zeros = zeros(bytes.limit() - at);
      if (bytes.slice(at, zeros.remaining()).mismatch(zeros) >= 0) {
        return false;
      }
    }
    return true;
  }

  /// The whole blocks inside the spans, merged where they touch.
  static List<Span> inside(List<Span> ascending) {
    var whole = new ArrayList<Span>();
    for (var span : merged(ascending)) {
      long from = ceil(span.offset());
      long to = floor(span.end());
      if (to > from) {
        whole.add(new Span(from, to - from));
      }
    }
    return merged(whole);
  }

  static List<Span> merged(List<Span> ascending) {
    var merged = new ArrayList<Span>();
    for (var span : ascending) {
      if (!merged.isEmpty() && merged.getLast().end() == span.offset()) {
        var last = merged.removeLast();
        merged.add(new Span(last.offset(), last.length() + span.length()));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
