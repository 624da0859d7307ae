package org.cardshop.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.StaleVersionException;
import org.cardshop.platform.storage.Versioned;

/// Documents with a version, a history and an outbox in memory, as the database keeps them.
final class Shelf<T, E> {
  private record Doc<T, E>(Versioned<T, E> value, Optional<Instant> outboxSince) {}

  private final Map<String, Doc<T, E>> documents = new LinkedHashMap<>();

  void insert(String id, T value, List<HistoryEntry> history, List<E> effects, Instant now) {
    var posted = posted(1, effects);
    documents.put(
        id,
        new Doc<>(
            new Versioned<>(id, 1, value, now, history, posted),
            posted.isEmpty() ? Optional.empty() : Optional.of(now)));
  }

  Optional<Versioned<T, E>> find(String id) {
    return Optional.ofNullable(documents.get(id)).map(Doc::value);
  }

  /// In the order in which they were inserted.
  Stream<Versioned<T, E>> all() {
    return documents.values().stream().map(Doc::value);
  }

  List<Versioned<T, E>> where(Predicate<T> fits, int limit) {
    return all().filter(v -> fits.test(v.value())).limit(limit).toList();
  }

  /// @throws StaleVersionException when it was saved since it was read, or is gone
  void requireNewest(Versioned<T, E> read) {
    newest(read);
  }

  private Doc<T, E> newest(Versioned<T, E> read) {
    var doc = documents.get(read.id());
    if (doc == null || doc.value().version() != read.version()) {
      throw new StaleVersionException(read.id());
    }
    return doc;
  }

  Versioned<T, E> save(
      Versioned<T, E> read, T next, List<HistoryEntry> lived, List<E> effects, Instant now) {
    var doc = newest(read);
    long version = read.version() + 1;
    var posted = posted(version, effects);
    var saved =
        new Versioned<>(
            read.id(),
            version,
            next,
            now,
            joined(doc.value().history(), lived),
            joined(doc.value().outbox(), posted));
    var since =
        posted.isEmpty()
            ? doc.outboxSince()
            : Optional.of(doc.outboxSince().filter(s -> s.isBefore(now)).orElse(now));
    documents.put(read.id(), new Doc<>(saved, since));
    return saved;
  }

  void remove(String id, Posted<E> effect) {
    var doc = documents.get(id);
    if (doc == null) {
      return;
    }
    var v = doc.value();
    var rest = v.outbox().stream().filter(p -> !p.id().equals(effect.id())).toList();
    documents.put(
        id,
        new Doc<>(
            new Versioned<>(id, v.version(), v.value(), v.changedAt(), v.history(), rest),
            rest.isEmpty() ? Optional.empty() : doc.outboxSince()));
  }

  boolean takeUpOutbox(String id, Instant time, Instant now) {
    var doc = documents.get(id);
    if (doc == null || doc.outboxSince().filter(s -> !s.isAfter(time)).isEmpty()) {
      return false;
    }
    documents.put(id, new Doc<>(doc.value(), Optional.of(now)));
    return true;
  }

  /// Since when the oldest of its effects waits, by the clock of whoever posted or took it up.
  Optional<Instant> outboxSince(String id) {
    return Optional.ofNullable(documents.get(id)).flatMap(Doc::outboxSince);
  }

  List<Versioned<T, E>> withOutboxSince(Instant time, int limit) {
    return documents.values().stream()
        .filter(d -> d.outboxSince().filter(s -> !s.isAfter(time)).isPresent())
        .sorted(Comparator.comparing(d -> d.outboxSince().orElseThrow()))
        .map(Doc::value)
        .limit(limit)
        .toList();
  }

  private static <E> List<Posted<E>> posted(long version, List<E> effects) {
    return IntStream.range(0, effects.size())
        .mapToObj(i -> new Posted<>(version + "." + i, effects.get(i)))
        .toList();
  }

  private static <R> List<R> joined(List<R> some, List<R> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
