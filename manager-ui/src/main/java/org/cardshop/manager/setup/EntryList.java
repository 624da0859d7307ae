package org.cardshop.manager.setup;

import java.util.List;
import org.cardshop.manager.web.Pages;

/// A page of what there is of a kind.
///
/// @param mayChange whether whoever looks may
public record EntryList(Kind kind, List<Entry> entries, boolean mayChange, Pages pages) {
  public EntryList {
    entries = List.copyOf(entries);
  }
}
