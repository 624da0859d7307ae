package org.cardshop.platform.production;

import java.util.List;
import org.cardshop.platform.storage.Versioned;

/// What happened to one order or task since it was read.
///
/// @param told in the order in which it happened
/// @param <T> the document's value
/// @param <E> the flow's effects
/// @param <V> its events
public record News<T, E, V>(Versioned<T, E> read, List<Told<V>> told) {
  public News {
    told = List.copyOf(told);
  }
}
