package org.cardshop.writer.card;

import java.util.List;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Span;

/// A run of a card that is written and read back in one go. What is not in a chunk is written as
/// zero; what of it must read as zero is said, the rest is the free part of a shared block.
///
/// @param offset where it begins on the card, aligned to the device's block
/// @param chunks ascending; each lies wholly inside
/// @param zero what must read as zero
record Stretch(long offset, int length, List<Chunk> chunks, List<Span> zero) {
  Stretch {
    zero = List.copyOf(zero);
    chunks = List.copyOf(chunks);
  }

  long end() {
    return offset + length;
  }

  boolean isZero() {
    return chunks.isEmpty();
  }

  /// Bytes of chunks in `[from, to)` of the card.
  long data(long from, long to) {
    return chunks.stream().mapToLong(c -> overlap(c.span(), from, to)).sum();
  }

  /// Bytes in `[from, to)` of the card that must read as zero.
  long zero(long from, long to) {
    return zero.stream().mapToLong(s -> overlap(s, from, to)).sum();
  }

  private static long overlap(Span span, long from, long to) {
    return Math.max(0, Math.min(span.end(), to) - Math.max(span.offset(), from));
  }

  /// Whether it is exactly one chunk, so that the chunk's own buffer can be written.
  boolean isOneChunk() {
    return chunks.size() == 1
        && chunks.getFirst().offset() == offset
        && chunks.getFirst().length() == length;
  }
}
