package org.cardshop.writer.card;

import java.util.Optional;

/// What of a card's progress is shown: the name of what is done to it, and how far that is.
record Phase(String name, long done, long total) {
  /// Empty for what is no phase.
  static Optional<Phase> of(CardProgress progress) {
    return switch (progress) {
      case CardProgress.Wiping _ -> Optional.of(new Phase("wiping", 0, 0));
      case CardProgress.Wiped _ -> Optional.of(new Phase("wiped", 0, 0));
      case CardProgress.Writing(var bytes, var total) ->
          Optional.of(new Phase("writing", bytes, total));
      case CardProgress.Verifying(var bytes, var total) ->
          Optional.of(new Phase("verifying", bytes, total));
      case CardProgress.Done _ -> Optional.of(new Phase("done", 0, 0));
      case CardProgress.Warning _ -> Optional.empty();
    };
  }

  double share() {
    return name.equals("done") ? 1 : total == 0 ? 0 : (double) done / total;
  }
}
