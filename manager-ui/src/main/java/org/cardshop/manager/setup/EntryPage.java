package org.cardshop.manager.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.web.Form;

/// The form of one of a kind, and what else can be done with it.
///
/// @param entry empty for a new one
/// @param options what can be chosen in a field, by its name: what is sent, and its words
public record EntryPage(
    Kind kind, Optional<Entry> entry, Form form, Map<String, Map<String, String>> options) {
  public EntryPage {
    options = new LinkedHashMap<>(options);
  }

  public List<Input> inputs() {
    return EntryForm.inputs(kind, entry);
  }

  /// Where the form goes.
  public String action() {
    return entry.map(Entry::path).orElse(kind.path() + "/new");
  }
}
