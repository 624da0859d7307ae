package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the entries of a recipe's `files` are to the form, by their places.
///
/// @param contents addresses of those from a catalogue
/// @param conf fields of those that are settings
/// @param owners which setting they are
/// @param rows of the others, those that fields can show
record FileList(
    Map<Integer, String> contents,
    Map<Integer, Map<String, String>> conf,
    Map<Integer, ConfFile> owners,
    List<Integer> rows) {
  static FileList of(JsonNode files) {
    var list =
        new FileList(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    for (int i = 0; files.isArray() && i < files.size(); i++) {
      list.note(i, files.get(i));
    }
    return list;
  }

  Optional<ConfFile> confAt(int place) {
    return Optional.ofNullable(owners.get(place));
  }

  private void note(int place, JsonNode entry) {
    for (var conf : ConfFile.ALL) {
      var shown = conf.shown(entry);
      if (shown.isPresent() && !owners.containsValue(conf)) {
        owners.put(place, conf);
        conf().put(place, shown.get());
        return;
      }
    }
    var content = Content.of(entry).map(Content::url).filter(u -> !contents.containsValue(u));
    if (content.isPresent()) {
      contents.put(place, content.get());
    } else if (Row.FILE.canShow(entry)) {
      rows.add(place);
    }
  }
}
