package org.cardshop.writer.source;

import java.io.IOException;

/// An image cannot be used as it is. The message is a sentence that says why and what to do.
public final class UnusableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableException(String sentence) {
    super(sentence);
  }

  UnusableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
