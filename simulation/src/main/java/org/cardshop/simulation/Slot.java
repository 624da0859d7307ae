package org.cardshop.simulation;

import org.jspecify.annotations.Nullable;

/// A place for a card on a simulated writer host.
final class Slot {
  /// A card, for as long as it stays in. Like a disk's sequence number its id is new each time.
  static final class Card {
    final String id;

    /// Whose image is on it, whole and true; empty when something else is.
    String content = "";

    Card(String id) {
      this.id = id;
    }
  }

  /// What this host did to the last card that it touched here; outlives the process.
  enum Mark {
    DIRTY,
    GOOD,
    BAD
  }

  final String name;
  @Nullable Card card;

  /// When a card was put in or taken out last, in milliseconds since the beginning.
  long changedAt;

  /// The fiber that has the card open for writing.
  Kernel.@Nullable Fiber writer;

  String markedCard = "";
  @Nullable Mark mark;

  /// What the bench's display says: `insert`, `confirm`, `replace` or nothing.
  String asks = "";

  /// The task for which it says so.
  String task = "";

  Slot(String name) {
    this.name = name;
  }

  @Nullable Mark markOf(Card some) {
    return markedCard.equals(some.id) ? mark : null;
  }

  void note(Card some, Mark now) {
    markedCard = some.id;
    mark = now;
  }
}
