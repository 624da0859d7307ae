package org.cardshop.simulation;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.wire.Fact;

/// The ids of facts.
final class FactShelf implements Facts {
  private final Set<String> ids = new HashSet<>();

  @Override
  public boolean contains(Fact fact) {
    return ids.contains(fact.id());
  }

  boolean contains(String id) {
    return ids.contains(id);
  }

  @Override
  public boolean add(Fact fact, Instant now) {
    return ids.add(fact.id());
  }
}
