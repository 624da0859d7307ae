package org.cardshop.core.flow;

import java.util.List;

/// The answer of a flow to one event.
///
/// @param <S> states
/// @param <E> effects
public sealed interface Transition<S, E> {
  /// The thing moves, and these effects follow.
  record Moved<S, E>(S to, List<E> effects) implements Transition<S, E> {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /// A repeat or a latecomer: acknowledge and forget.
  record Ignored<S, E>() implements Transition<S, E> {}

  /// The event cannot follow from this state: say so, keep the state.
  ///
  /// @param reason a sentence for the person or worker that caused the event
  record Refused<S, E>(String reason) implements Transition<S, E> {}

  static <S, E> Transition<S, E> moved(S to) {
    return new Moved<>(to, List.of());
  }

  static <S, E> Transition<S, E> moved(S to, E effect) {
    return new Moved<>(to, List.of(effect));
  }

  static <S, E> Transition<S, E> moved(S to, E first, E second) {
    return new Moved<>(to, List.of(first, second));
  }

  static <S, E> Transition<S, E> ignored() {
    return new Ignored<>();
  }

  static <S, E> Transition<S, E> refused(String reason) {
    return new Refused<>(reason);
  }
}
