package org.cardshop.core.flow;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A flow as a table in Markdown: one row an event, one column a state, by sample. The rendered
/// table is compared with the one in the documentation.
public final class FlowTable<S, E, F> {
  private final Map<String, S> states = new LinkedHashMap<>();
  private final Map<String, E> events = new LinkedHashMap<>();

  public FlowTable<S, E, F> state(String title, S sample) {
    states.put(title, sample);
    return this;
  }

  public FlowTable<S, E, F> event(String title, E sample) {
    events.put(title, sample);
    return this;
  }

  public Map<String, S> states() {
    return states;
  }

  /// Renders every answer of the flow.
  ///
  /// @param named what a state is called in a cell
  /// @param told what an effect is called in a cell
  public String render(
      BiFunction<S, E, Transition<S, F>> flow,
      Function<S, String> named,
      Function<F, String> told) {
    var table = new StringBuilder(row("event", states.keySet().stream()));
    table.append("|---".repeat(states.size() + 1)).append("|\n");
    events.forEach((title, event) ->
        table.append(
            row(
                title,
                states.values().stream()
                    .map(state -> cell(flow.apply(state, event), named, told)))));
    return table.toString();
  }

  /// Fails when a kind of state or event has no sample.
  public void requireEveryKind(Class<S> stateType, Class<E> eventType) {
    assertEquals(kinds(stateType).collect(Collectors.toSet()), kindsOf(states));
    assertEquals(kinds(eventType).collect(Collectors.toSet()), kindsOf(events));
  }

  private static <S, F> String cell(
      Transition<S, F> answer, Function<S, String> named, Function<F, String> told) {
    return switch (answer) {
      case Transition.Moved<S, F>(var to, var effects) ->
          named.apply(to) + effects.stream().map(e -> " +" + told.apply(e)).collect(joining());
      case Transition.Ignored<S, F> _ -> "·";
      case Transition.Refused<S, F> _ -> "✗";
    };
  }

  private static String row(String head, Stream<String> cells) {
    return "| " + head + " | " + cells.collect(joining(" | ")) + " |\n";
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FlowTable::kinds)
        : Stream.of(type);
  }

  private static Set<Class<?>> kindsOf(Map<String, ?> samples) {
    return samples.values().stream().map(Object::getClass).collect(Collectors.toSet());
  }
}
