package org.cardshop.manager.order;

/// Texts that a spreadsheet would take for a formula and run (OWASP: CSV injection).
final class Formula {
  /// The wide forms are read like the plain ones by spreadsheets of some countries.
  private static final String STARTS = "=+-@＝＋－＠";

  private Formula() {}

  /// The same text, after an apostrophe where it could be a formula: whatever white and invisible
  /// characters it begins with, and also when a tab or the end of a line is among them.
  static String defused(String text) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '\t' || c == '\r' || c == '\n' || STARTS.indexOf(c) >= 0) {
        return "'" + text;
      }
      if (!isUnseen(c)) {
        return text;
      }
      at += Character.charCount(c);
    }
    return text;
  }

  private static boolean isUnseen(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
