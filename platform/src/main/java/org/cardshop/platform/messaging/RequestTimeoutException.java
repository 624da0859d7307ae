package org.cardshop.platform.messaging;

/// Nobody answered a request in time. It may still have been carried out.
public final class RequestTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RequestTimeoutException(String message) {
    super(message);
  }
}
