package org.cardshop.platform.storage;

import java.time.Duration;
import java.time.Instant;

/// Roles that one process has at a time. A holder that was held up does not know that its lease is
/// over: a lease saves work, it protects nothing.
public interface Leases {
  /// A lease that lasts for more terms than this was taken by a clock that is far ahead. Whoever
  /// had it may be gone long before it ends; it keeps nobody away.
  int TOO_FAR = 2;

  /// Takes the role, or keeps it for another term. Answers false when another process has it.
  boolean take(String role, String holder, Instant now, Duration term);

  /// Gives the role back, so that another need not wait for the end of the term.
  void release(String role, String holder);
}
