package org.cardshop.writer.card;

/// The part of the work on a card during which something happened.
public enum CardStep {
  WIPING,
  WRITING,
  VERIFYING
}
