package org.cardshop.platform.storage;

/// Somebody else saved the document since it was read: read it again and decide again.
public final class StaleVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleVersionException(String what) {
    super(what + " was changed by somebody else meanwhile");
  }
}
