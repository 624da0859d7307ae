package org.cardshop.creator.draft;

import java.util.List;

/// @param size of the image in bytes
/// @param pieces ascending; together they cover the image once
public record Draft(long size, List<Piece> pieces) {
  /// @throws IllegalArgumentException when a byte is left out or named twice
  public Draft {
    pieces = List.copyOf(pieces);
    long covered = 0;
    for (var piece : pieces) {
      if (piece.span().offset() != covered) {
        throw new IllegalArgumentException(
            "the draft leaves out or repeats bytes at " + Math.min(covered, piece.span().offset()));
      }
      covered = piece.span().end();
    }
    if (covered != size) {
      throw new IllegalArgumentException("the draft ends at " + covered + " of " + size);
    }
  }
}
