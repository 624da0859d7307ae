package org.cardshop.platform.messaging;

/// The broker has no queue for the message; it was not kept.
public final class UnroutableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnroutableException(String message) {
    super(message);
  }
}
