package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Content;
import org.cardshop.layout.content.Piece;

/// Pieces that follow each other without a gap.
final class PieceRow {
  private final List<Piece> pieces = new ArrayList<>();
  private long at;

  /// @param at where in the image the first piece begins
  PieceRow(long at) {
    this.at = at;
  }

  /// Nothing when there are none.
  void bytes(byte[] bytes) {
    if (bytes.length > 0) {
      pieces.add(new Piece.Bytes(span(bytes.length), ByteBuffer.wrap(bytes)));
    }
  }

  void content(Content content) {
    pieces.add(new Piece.Part(span(content.size()), content, 0));
  }

  /// Nothing when the row is that long already.
  void zeroTo(long end) {
    if (end > at) {
      pieces.add(new Piece.Zero(span(end - at)));
    }
  }

  /// Nothing when the row is that long already.
  void freeTo(long end) {
    if (end > at) {
      pieces.add(new Piece.Free(span(end - at)));
    }
  }

  long end() {
    return at;
  }

  List<Piece> pieces() {
    return pieces;
  }

  private Span span(long length) {
    var span = new Span(at, length);
    at = span.end();
    return span;
  }
}
