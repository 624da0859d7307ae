package org.cardshop.core.worker;

import java.time.Instant;
import org.cardshop.core.text.Times;

/// A person keeps new tasks away from a worker. It lasts until a person takes it away, whatever the
/// worker says of itself and however often it is started anew.
///
/// @param by the user name of who did it
/// @param isDrained the worker was told to finish or hand back what it has, too
public record Cordon(String by, Instant since, boolean isDrained) {
  /// Why the worker gets nothing; without a full stop, to be part of a longer sentence.
  public String sentence(String worker) {
    return worker
        + (isDrained ? " was drained by " : " was cordoned by ")
        + by
        + " at "
        + Times.said(since)
        + " and gets no new task until somebody uncordons it";
  }
}
