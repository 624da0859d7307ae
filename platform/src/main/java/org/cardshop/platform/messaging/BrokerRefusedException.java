package org.cardshop.platform.messaging;

/// The broker is there and does not let us in. Trying again does not help; the message says what to
/// mend.
public final class BrokerRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokerRefusedException(String message) {
    super(message);
  }

  public BrokerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
