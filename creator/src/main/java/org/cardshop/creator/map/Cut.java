package org.cardshop.creator.map;

import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Draft;

/// A draft cut into chunks, zero and free, before any content is read. A long content has chunks of
/// its own, from its start to its end, so that they are the same in every image that has it at the
/// same distance from a window's start.
///
/// @param size of the image
/// @param zero `zero`, `free` and the chunks cover the image once, each ascending
/// @param chunks each within a window of 4 MiB, on the grid
record Cut(long size, List<Span> zero, List<Span> free, List<Composition> chunks) {
  Cut {
    zero = List.copyOf(zero);
    free = List.copyOf(free);
    chunks = List.copyOf(chunks);
  }

  static Cut of(Draft draft) {
    return new Knife(draft).cut();
  }

  /// Bytes in chunks.
  long dataBytes() {
    return chunks.stream().mapToLong(chunk -> chunk.span().length()).sum();
  }

  /// The chunk that covers the span.
  ///
  /// @throws IllegalArgumentException when none is just that
  Composition at(Span span) {
    int low = 0;
    int high = chunks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks.get(middle).span().offset() < span.offset()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == chunks.size() || !chunks.get(low).span().equals(span)) {
      throw new IllegalArgumentException("the image has no chunk at " + span);
    }
    return chunks.get(low);
  }
}
