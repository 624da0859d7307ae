package org.cardshop.manager.live;

import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.scheduler.SignedInClient;

/// One browser that looks at a screen.
final class Viewer {
  private static final int UNAUTHORIZED = 401;

  /// How long it may look.
  enum Leave {
    /// On and on.
    STAYS,
    /// It must come again, to be let in again or not.
    COMES_AGAIN,
    /// Its page must be loaded again: it shows what is gone or is not for them.
    LOADS_AGAIN
  }

  private final SignedInClient client;
  private volatile Leave leave = Leave.STAYS;

  Viewer(SignedInClient client) {
    this.client = client;
  }

  /// The scheduler in their name, as long as the present token is good.
  SignedInClient client() {
    return client;
  }

  void end() {
    leave = Leave.COMES_AGAIN;
  }

  /// The scheduler said no to them. When it has trouble itself, they stay.
  void refused(SchedulerException e) {
    if (e.status() == UNAUTHORIZED) {
      leave = Leave.COMES_AGAIN;
    } else if (e.status() < 500) {
      leave = Leave.LOADS_AGAIN;
    }
  }

  Leave leave() {
    return leave;
  }

  boolean isOver() {
    return leave != Leave.STAYS;
  }
}
