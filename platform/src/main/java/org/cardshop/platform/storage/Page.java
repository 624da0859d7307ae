package org.cardshop.platform.storage;

import java.util.List;

/// A window on a list.
///
/// @param count how many there are in all
public record Page<T>(List<T> items, long count) {
  public Page {
    items = List.copyOf(items);
  }
}
