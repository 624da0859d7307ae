package org.cardshop.manager.label;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;

/// How letters are joined and in which order they stand on paper, for those who draw them one by
/// one from left to right.
final class Letters {
  private static final int DRAWING = Bidi.DO_MIRRORING | Bidi.REMOVE_BIDI_CONTROLS;

  private Letters() {}

  /// Arabic letters in the form that they have beside their neighbours, still in reading order.
  static String joined(String text) {
    try {
      return new ArabicShaping(ArabicShaping.LETTERS_SHAPE | ArabicShaping.LENGTH_GROW_SHRINK)
          .shape(text);
    } catch (ArabicShapingException e) {
      throw new IllegalStateException("letters of any text can be joined", e);
    }
  }

  /// From left to right, by the Unicode bidirectional algorithm (UAX #9).
  static String drawn(String text) {
    return bidi(text).writeReordered(DRAWING);
  }

  /// Whether a reader begins at the right, as the first letter that has a direction says.
  static boolean isRightToLeft(String text) {
    return bidi(text).getParaLevel() == Bidi.RTL;
  }

  private static Bidi bidi(String text) {
    return new Bidi(text, Bidi.LEVEL_DEFAULT_LTR);
  }
}
