package org.cardshop.creator.map;

/// Bytes that are said to be free are not zero, so the image's digest would depend on what no one
/// reads.
final class DirtyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirtyException(long offset) {
    super("the image has bytes other than zero at " + offset + ", which is free");
  }
}
