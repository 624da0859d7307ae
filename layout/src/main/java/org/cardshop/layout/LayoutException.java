package org.cardshop.layout;

/// Contents that a partition cannot hold. The sentence says which and what to do.
public final class LayoutException extends Exception {
  private static final long serialVersionUID = 1L;

  public LayoutException(String sentence) {
    super(sentence);
  }
}
