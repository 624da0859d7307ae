package org.cardshop.creator.map;

import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Span;

/// The blocks of 4 KiB in which states are told apart.
final class Grid {
  static final int BLOCK = 4096;

  private Grid() {}

  /// The whole blocks inside the spans, merged where they touch.
  static List<Span> inside(List<Span> ascending) {
    var whole = new ArrayList<Span>();
    for (var span : merged(ascending)) {
      long from = (span.offset() + BLOCK - 1) / BLOCK * BLOCK;
      long to = span.end() / BLOCK * BLOCK;
      if (to > from) {
        whole.add(new Span(from, to - from));
      }
    }
    return merged(whole);
  }

  static List<Span> merged(List<Span> ascending) {
    var merged = new ArrayList<Span>();
    for (var span : ascending) {
      if (!merged.isEmpty() && merged.getLast().end() == span.offset()) {
        var last = merged.removeLast();
        merged.add(new Span(last.offset(), last.length() + span.length()));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
