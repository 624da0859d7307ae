package org.cardshop.platform.worker;

import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact;

/// Which end is reported of work that was not done.
///
/// @param breakingIn where it broke
/// @param isVoid the grant was called off, or given to another
public record Ending(String task, long epoch, Failure.Status breakingIn, boolean isVoid) {
  public Fact.Body because(TroubleException e) {
    return e.status()
        .<Fact.Body>map(s -> new Fact.TaskFailed(task, epoch, new Failure(s, e.reason())))
        .orElseGet(() -> retried(e.trouble(), e.reason()));
  }

  /// The work was stopped, or the worker ends.
  public Fact.Body stopped() {
    return isVoid
        ? new Fact.TaskCanceled(task, epoch)
        : retried(Trouble.INTERRUPTED, "the worker was asked to stop");
  }

  /// Nobody foresaw it; it may go away by itself.
  public Fact.Body unforeseen(Throwable e) {
    return retried(Trouble.TRANSIENT, "unexpected: " + e);
  }

  private Fact.Body retried(Trouble trouble, String reason) {
    return new Fact.TaskRetried(task, epoch, trouble, new Failure(breakingIn, reason));
  }
}
