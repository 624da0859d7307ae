package org.cardshop.creator.image;

import java.io.IOException;

/// A base image that cannot be built on. The sentence says why.
final class BaseException extends IOException {
  private static final long serialVersionUID = 1L;

  BaseException(String sentence) {
    super(sentence);
  }
}
