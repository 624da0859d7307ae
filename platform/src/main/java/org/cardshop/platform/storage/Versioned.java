package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.List;

/// A document as it was read: its value, the version that a save must still find, what it has lived
/// through, and the effects that wait in it.
///
/// @param changedAt when it was saved last, or its progress was noted
/// @param <T> the value
/// @param <E> its effects
public record Versioned<T, E>(
    String id,
    long version,
    T value,
    Instant changedAt,
    List<HistoryEntry> history,
    List<Posted<E>> outbox) {
  public Versioned {
    history = List.copyOf(history);
    outbox = List.copyOf(outbox);
  }

  /// The same with only the effects that were posted since `earlier` was read: the others are in
  /// the hands of those who posted them.
  public Versioned<T, E> since(Versioned<T, E> earlier) {
    var posted = outbox.stream().filter(p -> !earlier.outbox.contains(p)).toList();
    return new Versioned<>(id, version, value, changedAt, history, posted);
  }
}
