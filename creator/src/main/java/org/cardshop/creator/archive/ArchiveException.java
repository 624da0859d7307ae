package org.cardshop.creator.archive;

import java.io.IOException;

/// An archive that is broken, or not one to be unpacked on a card. The message is a sentence.
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public ArchiveException(String sentence) {
    super(sentence);
  }

  public ArchiveException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
