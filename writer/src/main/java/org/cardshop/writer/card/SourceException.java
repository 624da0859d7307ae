package org.cardshop.writer.card;

import java.io.IOException;

/// The image's bytes cannot be had.
final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
