package org.cardshop.creator.contents;

import java.io.IOException;

/// An archive that is broken, or not one to be unpacked on a card. The message is a sentence.
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String sentence) {
    super(sentence);
  }

  ArchiveException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
