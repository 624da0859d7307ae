package org.cardshop.writer.card;

import java.util.ArrayList;
import java.util.List;

/// A part of the writing of a card, done in one go. Neighbouring zero stretches are one piece: the
/// longer the range, the less it costs to make it zero.
sealed interface Piece {
  /// A limit, so that a card which takes its time is not taken for one that has stopped.
  long LONGEST_ZERO = 64L << 20;

  long from();

  long to();

  record Data(Stretch stretch, long from) implements Piece {
    @Override
    public long to() {
      return stretch.end();
    }
  }

  record Zero(long from, long to) implements Piece {}

  default long length() {
    return to() - from();
  }

  /// @param stretches ascending
  /// @param head what lies below is left out
  static List<Piece> of(List<Stretch> stretches, long head) {
    var pieces = new ArrayList<Piece>();
    for (var stretch : stretches) {
      long from = Math.max(stretch.offset(), head);
      if (from >= stretch.end()) {
        continue;
      }
      if (!stretch.isZero()) {
        pieces.add(new Data(stretch, from));
      } else if (!pieces.isEmpty()
          && pieces.getLast() instanceof Zero(var begin, var end)
          && end == from
          && stretch.end() - begin <= LONGEST_ZERO) {
        pieces.set(pieces.size() - 1, new Zero(begin, stretch.end()));
      } else {
        pieces.add(new Zero(from, stretch.end()));
      }
    }
    return List.copyOf(pieces);
  }
}
