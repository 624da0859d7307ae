package org.cardshop.writer.card;

import java.io.IOException;

/// The card stopped answering and was given up; the kernel may still hold calls to it.
final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;

  StalledException(String sentence) {
    super(sentence);
  }
}
