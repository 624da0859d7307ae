package org.cardshop.core.task;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

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

  /// Whether too many workers died with the task to give it to another one.
  public boolean isDeadly() {
    return killed.size() >= RetryPolicy.DEATHS_TO_QUARANTINE;
  }

  /// Who died, for a person: `writer-1 (start 7) and writer-2 (start 3)`.
  public String dead() {
    return killed.stream()
        .sorted()
        .map(start -> start.replaceFirst("/(.*)", " (start $1)"))
        .collect(Collectors.joining(" and "));
  }

  private static String start(Grant grant) {
    return grant.worker() + "/" + grant.boot();
  }
}
