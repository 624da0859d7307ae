package org.cardshop.core.task;

import java.util.HashSet;
import java.util.Set;

/// What became of the grants so far.
///
/// @param epoch the newest grant's; 0 when there was none
/// @param failures attempts that count against the budget
/// @param killed starts of workers (`worker/boot`) that died while they held the task
public record Attempts(long epoch, int failures, Set<String> killed) {
  public static final Attempts NONE = new Attempts(0, 0, Set.of());

  public Attempts {
    killed = Set.copyOf(killed);
  }

  Attempts granted() {
    return new Attempts(epoch + 1, failures, killed);
  }

  Attempts failedOnce() {
    return new Attempts(epoch, failures + 1, killed);
  }

  Attempts withDeathOf(Grant grant) {
    var dead = new HashSet<>(killed);
    dead.add(start(grant));
    return new Attempts(epoch, failures, dead);
  }

  /// The holder was taken for dead and is not.
  Attempts withoutDeathOf(Grant grant) {
    var dead = new HashSet<>(killed);
    dead.remove(start(grant));
    return new Attempts(epoch, failures, dead);
  }

  private static String start(Grant grant) {
    return grant.worker() + "/" + grant.boot();
  }
}
