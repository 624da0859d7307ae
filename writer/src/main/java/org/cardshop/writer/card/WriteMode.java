package org.cardshop.writer.card;

/// How a card is written.
///
/// @param wipe free bytes are zeroed, too, to the card's end: nothing of an earlier use remains
/// @param repair everything is read first and only what differs is written
public record WriteMode(boolean wipe, boolean repair) {
  /// A whole card, free bytes left as they are.
  public static final WriteMode PLAIN = new WriteMode(false, false);
}
