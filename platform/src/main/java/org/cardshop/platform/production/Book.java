package org.cardshop.platform.production;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cardshop.core.flow.Transition;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Saving;
import org.cardshop.platform.storage.StaleVersionException;
import org.cardshop.platform.storage.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds events into the documents of one kind: looks, decides, saves; when somebody else saved
/// meanwhile, looks and decides again.
///
/// @param <T> the documents' values
/// @param <S> the states of the flow
/// @param <E> its effects
/// @param <V> its events
final class Book<T, S, E, V> {
  private static final Logger LOG = LoggerFactory.getLogger(Book.class);

  /// The shelf that the documents are on.
  interface Shelf<T, E> {
    Optional<Versioned<T, E>> find(String id);

    /// Empty when a unique key is taken.
    ///
    /// @throws StaleVersionException when somebody else saved it since it was read
    Optional<Versioned<T, E>> save(Saving<T, E> saving, Instant now);

    /// Empty when not all could be saved.
    Optional<List<Versioned<T, E>>> saveAll(List<Saving<T, E>> savings, Instant now);
  }

  /// The flow that decides.
  interface Flow<T, S, E, V> {
    S state(T value);

    T in(T value, S state);

    Transition<S, E> on(T value, V event, Instant now);

    String status(S state);

    /// What the history says of a move beside its payload.
    Map<String, String> remarks(S to);
  }

  private final Shelf<T, E> shelf;
  private final Flow<T, S, E, V> flow;
  private final InstantSource clock;

  Book(Shelf<T, E> shelf, Flow<T, S, E, V> flow, InstantSource clock) {
    this.shelf = shelf;
    this.flow = flow;
    this.clock = clock;
  }

  /// Folds one event.
  ///
  /// @param then told what was saved, with the effects that came of it
  /// @return the flow's answer; empty when there is no such document
  Optional<Transition<S, E>> tell(String id, Told<V> told, Consumer<Versioned<T, E>> then) {
    return shelf.find(id).flatMap(read -> tell(read, told, then));
  }

  /// The same, of a document that was just read.
  Optional<Transition<S, E>> tell(
      Versioned<T, E> read, Told<V> told, Consumer<Versioned<T, E>> then) {
    var current = Optional.of(read);
    while (current.isPresent()) {
      var now = clock.instant();
      var run = fold(current.get(), List.of(told), now);
      var answer = run.answers().getFirst();
      if (run.saving().isEmpty()) {
        return Optional.of(answer);
      }
      try {
        var saved = shelf.save(run.saving().get(), now);
        if (saved.isEmpty()) {
          return Optional.of(Transition.refused("the slot holds another task"));
        }
        then.accept(saved.get().since(current.get()));
        return Optional.of(answer);
      } catch (StaleVersionException e) {
        LOG.debug("{}; deciding again", e.getMessage());
        current = shelf.find(read.id());
      }
    }
    return Optional.empty();
  }

  /// Folds the news of many, each of another document, with one save for all.
  ///
  /// @param then told what was saved, with the effects that came of it
  /// @return the flow's answers by id, in the order of what was told
  Map<String, List<Transition<S, E>>> tellAll(
      List<News<T, E, V>> news, Consumer<List<Versioned<T, E>>> then) {
    var now = clock.instant();
    var answers = new LinkedHashMap<String, List<Transition<S, E>>>();
    var moving = new ArrayList<News<T, E, V>>();
    var savings = new ArrayList<Saving<T, E>>();
    for (var one : news) {
      var run = fold(one.read(), one.told(), now);
      answers.put(one.read().id(), run.answers());
      run.saving()
          .ifPresent(saving -> {
            savings.add(saving);
            moving.add(one);
          });
    }
    if (savings.isEmpty()) {
      return answers;
    }
    var saved = shelf.saveAll(savings, now);
    if (saved.isPresent()) {
      var changed = new ArrayList<Versioned<T, E>>();
      for (int i = 0; i < savings.size(); i++) {
        changed.add(saved.get().get(i).since(savings.get(i).read()));
      }
      then.accept(changed);
    } else {
      moving.forEach(one -> answers.put(one.read().id(), oneByOne(one, then)));
    }
    return answers;
  }

  /// Some of them were saved, and it is not known which: those ignore what they are told again, and
  /// their effects are still in their outboxes.
  private List<Transition<S, E>> oneByOne(
      News<T, E, V> news, Consumer<List<Versioned<T, E>>> then) {
    var id = news.read().id();
    var answers = new ArrayList<Transition<S, E>>();
    for (var told : news.told()) {
      answers.add(tell(id, told, _ -> {}).orElse(Transition.ignored()));
    }
    shelf.find(id).ifPresent(now -> then.accept(List.of(now)));
    return answers;
  }

  /// What a run of events makes of a document.
  ///
  /// @param saving empty when nothing moved
  private record Run<T, S, E>(List<Transition<S, E>> answers, Optional<Saving<T, E>> saving) {}

  private Run<T, S, E> fold(Versioned<T, E> read, List<Told<V>> told, Instant now) {
    var value = read.value();
    var answers = new ArrayList<Transition<S, E>>();
    var lived = new ArrayList<HistoryEntry>();
    var effects = new ArrayList<E>();
    boolean hasMoved = false;
    for (var one : told) {
      var answer = flow.on(value, one.event(), now);
      answers.add(answer);
      if (answer instanceof Transition.Moved<S, E>(var to, var following)) {
        entry(flow.status(flow.state(value)), to, one.payload(), now).ifPresent(lived::add);
        value = flow.in(value, to);
        effects.addAll(following);
        hasMoved = true;
      }
    }
    return new Run<>(
        answers,
        hasMoved ? Optional.of(new Saving<>(read, value, lived, effects)) : Optional.empty());
  }

  private Optional<HistoryEntry> entry(
      String before, S to, Map<String, String> payload, Instant now) {
    var after = flow.status(to);
    if (before.equals(after)) {
      return Optional.empty();
    }
    var told = new LinkedHashMap<>(payload);
    told.putAll(flow.remarks(to));
    return Optional.of(new HistoryEntry(after, now, told));
  }
}
