package org.cardshop.core.order;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The cards of an order by number. A card that failed keeps its number and its place; another
/// number takes over from it.
///
/// @param stages by card number, from 1
/// @param media the very cards that were found good; none counts twice
public record Cards(SortedMap<Integer, CardStage> stages, Set<String> media) {
  public Cards {
    stages = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(stages));
    media = Set.copyOf(media);
  }

  static Cards first(int quantity) {
    return new Cards(new TreeMap<>(), Set.of()).more(quantity);
  }

  /// This many cards more, with the next free numbers.
  Cards more(int count) {
    var next = new TreeMap<>(stages);
    int last = stages.isEmpty() ? 0 : stages.lastKey();
    IntStream.rangeClosed(last + 1, last + count).forEach(n -> next.put(n, CardStage.WAITING));
    return new Cards(next, media);
  }

  /// All of them anew, with the next free numbers.
  Cards anew(int quantity) {
    var given = new TreeMap<>(stages);
    given.replaceAll((n, stage) -> CardStage.FAILED);
    return new Cards(given, Set.of()).more(quantity);
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

  static Cards of(Map<Integer, CardStage> stages, Set<String> media) {
    return new Cards(new TreeMap<>(stages), media);
  }
}
