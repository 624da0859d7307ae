package org.cardshop.writer.card;

/// The card does not give back what was written to it.
final class BadCardException extends Exception {
  private static final long serialVersionUID = 1L;

  BadCardException(String sentence) {
    super(sentence);
  }
}
