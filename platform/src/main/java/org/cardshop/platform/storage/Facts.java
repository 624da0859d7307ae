package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.platform.wire.Fact;

/// The facts that were folded, each once.
public interface Facts {
  boolean contains(Fact fact);

  /// The ids of those that are there.
  default Set<String> known(Collection<Fact> some) {
    return some.stream().filter(this::contains).map(Fact::id).collect(Collectors.toSet());
  }

  /// Adds those that are not there yet.
  default void addAll(Collection<Fact> some, Instant now) {
    some.forEach(fact -> add(fact, now));
  }

  /// Answers false when it is there already.
  boolean add(Fact fact, Instant now);
}
