package org.cardshop.platform.runtime;

/// The command line or the configuration is wrong: exit status 2. The message is for the person who
/// called.
public final class WrongUsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongUsageException(String message) {
    super(message);
  }
}
