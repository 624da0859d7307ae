package org.cardshop.platform.token;

/// A token that proves nothing; the message tells its bearer why and what to do.
public final class TokenRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public TokenRefusedException(String message) {
    super(message);
  }

  TokenRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
