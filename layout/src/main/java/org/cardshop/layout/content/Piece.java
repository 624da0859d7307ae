package org.cardshop.layout.content;

import java.nio.ByteBuffer;
import org.cardshop.core.image.Span;

/// A run of bytes of an image of which one thing can be said.
public sealed interface Piece {
  /// Where it lies in the image.
  Span span();

  /// The part of it that lies in a span.
  ///
  /// @param part inside the piece's own span
  Piece clip(Span part);

  /// The same elsewhere.
  ///
  /// @param by bytes to the right
  default Piece shifted(long by) {
    var to = new Span(span().offset() + by, span().length());
    return switch (this) {
      case Bytes(_, var bytes) -> new Bytes(to, bytes);
      case Part(_, var content, var from) -> new Part(to, content, from);
      case Zero _ -> new Zero(to);
      case Free _ -> new Free(to);
    };
  }

  /// Bytes made by the builder itself: tables, bitmaps, folders.
  ///
  /// @param bytes as many as the span has, from position to limit; never changed, so duplicate it
  ///   to read
  record Bytes(Span span, ByteBuffer bytes) implements Piece {
    public Bytes {
      if (bytes.remaining() != span.length()) {
        throw new IllegalArgumentException(bytes.remaining() + " bytes for " + span);
      }
      bytes = bytes.asReadOnlyBuffer();
    }

    /// The bytes at the offset.
    public static Bytes at(long offset, byte[] bytes) {
      return new Bytes(new Span(offset, bytes.length), ByteBuffer.wrap(bytes));
    }

    @Override
    public Bytes clip(Span part) {
      int from = bytes.position() + Math.toIntExact(part.offset() - span.offset());
      return part.equals(span)
          ? this
          : new Bytes(part, bytes.slice(from, Math.toIntExact(part.length())));
    }
  }

  /// A part of a content; the span ends with the content at the latest.
  ///
  /// @param from where in the content it begins
  record Part(Span span, Content content, long from) implements Piece {
    @Override
    public Part clip(Span part) {
      return new Part(part, content, from + part.offset() - span.offset());
    }
  }

  /// Must read as zero.
  record Zero(Span span) implements Piece {
    @Override
    public Zero clip(Span part) {
      return new Zero(part);
    }
  }

  /// Read by no one.
  record Free(Span span) implements Piece {
    @Override
    public Free clip(Span part) {
      return new Free(part);
    }
  }
}
