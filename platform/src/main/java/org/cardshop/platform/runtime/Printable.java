package org.cardshop.platform.runtime;

/// Text from elsewhere, made fit for a log or a terminal: nothing in it begins a line that looks
/// like one of ours, moves the cursor, or turns the order of what is read. Such characters are
/// shown as escapes, like `\n` and `\u001b`.
public final class Printable {
  private Printable() {}

  /// On one line.
  public static String line(String text) {
    return escaped(text, false);
  }

  /// The same, but line feeds stay: for lists and other text of several lines.
  public static String lines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean keepsLines) {
    if (text.chars().noneMatch(c -> isHarmful((char) c, keepsLines))) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(isHarmful(c, keepsLines) ? escape(c) : String.valueOf(c));
    }
    return escaped.toString();
  }

  private static boolean isHarmful(char c, boolean keepsLines) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> !(keepsLines && c == '\n');
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      // Embedding, override and isolate (Unicode Standard Annex 9); joiners and marks are spelling.
      case Character.FORMAT -> isBetween('\u202a', c, '\u202e') || isBetween('\u2066', c, '\u2069');
      default -> false;
    };
  }

  private static boolean isBetween(char first, char c, char last) {
    return first <= c && c <= last;
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    };
  }
}
