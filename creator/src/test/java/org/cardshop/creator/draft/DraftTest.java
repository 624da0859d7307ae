package org.cardshop.creator.draft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;

class DraftTest {
  @Test
  void overlaysReplaceWhatIsUnderThemAndNothingElse() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var draft = Drafts.random(random, 1 + random.nextInt(40));
      var expected = Drafts.bytes(draft);
      var overlays = new ArrayList<Piece.Bytes>();
      for (int at = random.nextInt(9); at < expected.length; ) {
        var bytes = new byte[1 + random.nextInt(Math.min(900, expected.length - at))];
        random.nextBytes(bytes);
        overlays.add(Piece.Bytes.at(at, bytes));
        System.arraycopy(bytes, 0, expected, at, bytes.length);
        at += bytes.length + random.nextInt(3) * random.nextInt(500);
      }
      java.util.Collections.shuffle(overlays, random);
      assertArrayEquals(expected, Drafts.bytes(draft.over(overlays)), "seed " + seed);
    }
  }

  @Test
  void aPieceThatNothingCoversStaysTheSame() {
    var zero = new Piece.Zero(new Span(0, 10));
    var draft = new Draft(20, List.of(zero, new Piece.Free(new Span(10, 10))));
    assertEquals(
        List.of(zero, Piece.Bytes.at(10, new byte[3]), new Piece.Free(new Span(13, 7))),
        draft.over(List.of(Piece.Bytes.at(10, new byte[3]))).pieces());
  }

  @Test
  void overlaysThatOverlapOrLieOutsideAreRefused() {
    var draft = new Draft(20, List.of(new Piece.Zero(new Span(0, 20))));
    assertThrows(
        IllegalArgumentException.class,
        () -> draft.over(List.of(Piece.Bytes.at(0, new byte[5]), Piece.Bytes.at(4, new byte[5]))));
    assertThrows(
        IllegalArgumentException.class, () -> draft.over(List.of(Piece.Bytes.at(18, new byte[5]))));
  }

  @Test
  void aDraftThatLeavesOutOrRepeatsBytesIsNone() {
    var first = new Piece.Zero(new Span(0, 10));
    for (var second : List.of(new Span(9, 5), new Span(11, 5), new Span(10, 4))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Draft(15, List.of(first, new Piece.Free(second))));
    }
  }
}
