package org.cardshop.platform.storage;

import java.time.Instant;
import org.cardshop.platform.wire.Fact;

/// The facts that were folded, each once.
public interface Facts {
  boolean contains(Fact fact);

  /// Answers false when it is there already.
  boolean add(Fact fact, Instant now);
}
