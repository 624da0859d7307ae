package org.cardshop.platform.messaging;

import java.util.concurrent.ExecutionException;

/// The broker could not be reached, or the connection was lost before it confirmed: the message may
/// have arrived or not. Trying again is safe for whoever counts messages by id.
public final class BrokerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokerLostException(String message) {
    super(message);
  }

  public BrokerLostException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What another thread was told, thrown anew so that the trace shows who waited.
  static BrokerLostException behind(ExecutionException e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return new BrokerLostException(String.valueOf(cause.getMessage()), e);
  }
}
