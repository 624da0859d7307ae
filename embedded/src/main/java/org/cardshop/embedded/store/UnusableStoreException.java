package org.cardshop.embedded.store;

/// The store cannot be opened. The message is for the person who started it.
public final class UnusableStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
