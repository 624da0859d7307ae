package org.cardshop.beat;

import java.time.Instant;

/// Periodic work that a beat does itself. Harmless when done twice.
@FunctionalInterface
public interface Job {
  void run(Instant now);
}
