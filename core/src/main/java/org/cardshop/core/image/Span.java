package org.cardshop.core.image;

/// A run of bytes of an image.
///
/// @param offset first byte, not negative
/// @param length number of bytes, at least one
public record Span(long offset, long length) {
  public Span {
    if (offset < 0 || length < 1 || offset + length < 0) {
      throw new IllegalArgumentException("not a span: offset " + offset + ", length " + length);
    }
  }

  /// The first byte after the span.
  public long end() {
    return offset + length;
  }
}
