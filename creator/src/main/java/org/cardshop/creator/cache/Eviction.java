package org.cardshop.creator.cache;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What goes first when a cache holds too much.
public enum Eviction {
  OLDEST,
  NEWEST,
  LARGEST,
  SMALLEST,
  /// Least recently used.
  LRU;

  /// First those that go first.
  Comparator<Entry> order() {
    var order =
        switch (this) {
          case OLDEST -> Comparator.comparing(Entry::came);
          case NEWEST -> Comparator.comparing(Entry::came).reversed();
          case LARGEST -> Comparator.comparingLong(Entry::onDisk).reversed();
          case SMALLEST -> Comparator.comparingLong(Entry::onDisk);
          case LRU -> Comparator.comparing(Entry::used);
        };
    return order.thenComparing(Entry::used).thenComparing(Entry::name);
  }

  static Optional<Eviction> fromText(String text) {
    return Arrays.stream(values())
        .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }
}
