package org.cardshop.writer.card;

/// Hears of the progress of one card: one call at a time, from any thread, each a few MiB. The card
/// waits for it, so it should be quick.
@FunctionalInterface
public interface CardListener {
  void on(CardProgress progress);
}
