package org.cardshop.platform.scheduler;

import java.io.IOException;
import java.util.List;

/// The scheduler said no. The message is its own sentence.
public final class SchedulerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<FieldProblem> fields;

  SchedulerException(int status, String sentence, List<FieldProblem> fields) {
    super(sentence);
    this.status = status;
    this.fields = List.copyOf(fields);
  }

  /// The HTTP status (RFC 9110 §15).
  public int status() {
    return status;
  }

  /// Which fields were wrong; empty where it was none in particular.
  public List<FieldProblem> fields() {
    return fields;
  }

  /// The scheduler's own sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
