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

  /// Whether it is exactly one chunk, so that the chunk's own buffer can be written.
  boolean isOneChunk() {
    return chunks.size() == 1
        && chunks.getFirst().offset() == offset
        && chunks.getFirst().length() == length;
  }
}
