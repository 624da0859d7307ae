package org.cardshop.manager.bench;

import java.io.IOException;
import java.util.Set;

/// Hands that put cards into slots and take them out, where the slots are files of this very
/// process. The distributed product has none: people do it there.
public interface Hands {
  /// Name of the writer host that they reach.
  String host();

  /// Names of the slots that they reach.
  Set<String> slots();

  /// Puts a new, blank card into one of these slots.
  ///
  /// @return false when there is a card already
  boolean insert(String slot) throws IOException;

  /// Takes the card out of one of these slots.
  ///
  /// @return false when there is none
  boolean remove(String slot) throws IOException;
}
