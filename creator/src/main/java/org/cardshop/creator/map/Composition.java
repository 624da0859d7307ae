package org.cardshop.creator.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.digest.Digests;

/// A chunk before its bytes were read: what it is put together from.
///
/// @param segments cover the span from its start to its end
record Composition(Span span, List<Segment> segments) {
  /// Of the way keys are made.
  private static final byte[] VERSION = "chunk 2".getBytes(StandardCharsets.US_ASCII);

  Composition {
    segments = List.copyOf(segments);
  }

  int length() {
    return Math.toIntExact(span.length());
  }

  /// Stands for the chunk's bytes: two chunks with the same key have the same bytes.
  Sha256 key() {
    var digest = Digests.sha256();
    digest.update(VERSION);
    for (var segment : segments) {
      segment.describe(digest);
    }
    return Sha256.of(digest);
  }

  /// Puts the chunk's bytes into the buffer, from position to limit then.
  void read(ByteBuffer into) throws IOException {
    into.clear();
    for (var segment : segments) {
      segment.read(into);
    }
    into.flip();
  }

  /// What is said when the bytes are not what they were.
  IOException changed() {
    var contents =
        segments.stream()
            .filter(Segment.Taken.class::isInstance)
            .map(taken -> ((Segment.Taken) taken).content().toString())
            .distinct()
            .limit(3)
            .toList();
    return new IOException(
        String.join(", ", contents) + " changed since it was first read; build again");
  }
}
