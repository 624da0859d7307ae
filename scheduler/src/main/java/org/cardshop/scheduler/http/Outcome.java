package org.cardshop.scheduler.http;

import java.util.Optional;
import org.cardshop.core.flow.Transition;

/// What a flow's answer means to whoever asked over HTTP.
public final class Outcome {
  private Outcome() {}

  /// Passes when it moved, or had moved already.
  ///
  /// @param answer empty when there is no such thing
  /// @param thing as in `order 68a1…`
  /// @throws HttpProblem 404, or 409 with the flow's reason
  public static <S, E> void expectDone(Optional<Transition<S, E>> answer, String thing) {
    switch (answer.orElseThrow(() -> HttpProblem.noSuch(thing))) {
      case Transition.Moved<S, E> _, Transition.Ignored<S, E> _ -> {}
      case Transition.Refused<S, E>(var reason) -> throw HttpProblem.conflict(reason);
    }
  }
}
