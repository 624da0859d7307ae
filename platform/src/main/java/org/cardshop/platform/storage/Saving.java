package org.cardshop.platform.storage;

import java.util.List;

/// A save that is to be made.
///
/// @param read what the decision was made on; the save holds only when it is still so
/// @param lived what the history shall say of it
/// @param effects for the outbox
/// @param <T> the value
/// @param <E> its effects
public record Saving<T, E>(
    Versioned<T, E> read, T next, List<HistoryEntry> lived, List<E> effects) {
  public Saving {
    lived = List.copyOf(lived);
    effects = List.copyOf(effects);
  }
}
