package org.cardshop.core.order;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The cards of an order by number. A card that failed keeps its number and its place; another
/// number takes over from it.
///
/// @param stages by card number; at least one
/// @param media the very cards that were found good; none counts twice
public record Cards(SortedMap<Integer, CardStage> stages, Set<String> media) {
  public Cards {
    stages = Collections.unmodifiableSortedMap(new TreeMap<>(stages));
    media = Set.copyOf(media);
  }

  /// The cards of a build.
  ///
  /// @param last highest number in use before
  static Cards after(int last, int quantity) {
    return new Cards(waiting(last, quantity), Set.of());
  }

  /// This many cards more, with the next free numbers.
  Cards more(int count) {
    var next = waiting(last(), count);
    next.putAll(stages);
    return new Cards(next, media);
  }

  /// The highest number in use. No number is ever used again, because its task exists already.
  int last() {
    return stages.lastKey();
  }

  private static SortedMap<Integer, CardStage> waiting(int last, int count) {
    var waiting = new TreeMap<Integer, CardStage>();
    IntStream.rangeClosed(last + 1, last + count).forEach(n -> waiting.put(n, CardStage.WAITING));
    return waiting;
  }

  Cards with(int number, CardStage stage) {
    var next = new TreeMap<>(stages);
    next.put(number, stage);
    return new Cards(next, media);
  }

  Cards good(int number, String medium) {
    var counted = new HashSet<>(media);
    counted.add(medium);
    return new Cards(with(number, CardStage.GOOD).stages, counted);
  }

  boolean isOpen(int number) {
    var stage = stages.get(number);
    return stage != null && stage.isOpen();
  }

  boolean isBefore(int number, CardStage stage) {
    var now = stages.get(number);
    return now != null && now.isOpen() && now.compareTo(stage) < 0;
  }

  /// Numbers of the cards that still have work to do.
  public Set<Integer> open() {
    return stages.keySet().stream().filter(this::isOpen).collect(Collectors.toUnmodifiableSet());
  }

  public int count(CardStage stage) {
    return (int) values().stream().filter(stage::equals).count();
  }

  Collection<CardStage> values() {
    return stages.values();
  }
}
