package org.cardshop.platform.scheduler;

import java.io.IOException;

/// The scheduler said no. The message is its own sentence.
public final class SchedulerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  SchedulerException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /// The HTTP status (RFC 9110 §15).
  public int status() {
    return status;
  }
}
