package org.cardshop.platform.worker;

import java.util.Optional;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Trouble;

/// The work cannot be done now, or not at all.
public final class TroubleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;
  private final Optional<Failure.Status> status;

  /// @param reason a sentence that a person can act on
  public TroubleException(Trouble trouble, String reason) {
    super(reason);
    this.trouble = trouble;
    this.status = Optional.empty();
  }

  public TroubleException(Trouble trouble, String reason, Throwable cause) {
    super(reason, cause);
    this.trouble = trouble;
    this.status = Optional.empty();
  }

  /// No attempt can succeed.
  public TroubleException(Failure failure) {
    super(failure.reason());
    this.trouble = Trouble.PERMANENT;
    this.status = Optional.of(failure.status());
  }

  public Trouble trouble() {
    return trouble;
  }

  /// Where it broke; left to the step at hand when empty.
  public Optional<Failure.Status> status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
