package org.cardshop.creator.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

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

  /// The same draft with other bytes in some places.
  ///
  /// @param overlays in any order
  /// @throws IllegalArgumentException when two overlap or one lies outside the image
  public Draft over(List<Piece.Bytes> overlays) {
    var ascending = new ArrayList<>(overlays);
    ascending.sort(Comparator.comparingLong(overlay -> overlay.span().offset()));
    var covered = new ArrayList<Piece>(pieces.size() + 2 * ascending.size());
    long at = 0;
    int next = 0;
    for (var overlay : ascending) {
      next = copy(next, at, overlay.span().offset(), covered);
      covered.add(overlay);
      at = overlay.span().end();
    }
    int _ = copy(next, at, size, covered);
    return new Draft(size, covered);
  }

  /// Adds what lies between two places.
  ///
  /// @param next the first piece that may
  /// @return the same for what follows
  private int copy(int next, long from, long to, List<Piece> into) {
    int i = next;
    while (i < pieces.size() && pieces.get(i).span().end() <= from) {
      i++;
    }
    for (; from < to && i < pieces.size() && pieces.get(i).span().offset() < to; i++) {
      var whole = pieces.get(i).span();
      long start = Math.max(from, whole.offset());
      long end = Math.min(to, whole.end());
      into.add(pieces.get(i).clip(new Span(start, end - start)));
      if (whole.end() > to) {
        break; // goes on behind
      }
    }
    return i;
  }
}
