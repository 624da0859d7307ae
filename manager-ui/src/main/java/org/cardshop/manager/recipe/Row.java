package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.wire.Json;

/// How one entry of a list becomes a row of fields, and back.
///
/// @param list its name in the form, as in `files`
/// @param leaves of the entry itself
/// @param checksum whether it may have one
record Row(String list, List<Leaf> leaves, boolean checksum) {
  static final Row FILE =
      new Row(
          "files",
          List.of(
              Leaf.text("url"),
              Leaf.text("content"),
              Leaf.text("to"),
              Leaf.text("via"),
              Leaf.number("size")),
          true);

  static final Row IMAGE =
      new Row(
          "images", List.of(Leaf.text("ident"), Leaf.text("url"), Leaf.number("filesize")), false);

  private static final String CHECKSUM = "checksum";
  private static final List<Leaf> OF_CHECKSUM =
      List.of(Leaf.text("algo"), Leaf.text("kind"), Leaf.text("value"));

  /// Whether fields can show the entry.
  boolean canShow(JsonNode entry) {
    if (entry.isTextual()) {
      return list.equals(IMAGE.list);
    }
    return entry.isObject()
        && !entry.has("id")
        && Leaf.arePlain(leaves, entry)
        && (!checksum
            || !entry.has(CHECKSUM)
            || (entry.get(CHECKSUM).isObject() && Leaf.arePlain(OF_CHECKSUM, entry.get(CHECKSUM))));
  }

  /// What the row's fields show, by their names behind the row's.
  Map<String, String> shown(JsonNode entry) {
    var whole = entry.isTextual() ? object(entry) : entry;
    var shown = new LinkedHashMap<String, String>();
    leaves.forEach(leaf -> shown.put(leaf.key(), leaf.shown(whole)));
    if (checksum) {
      var of = whole.path(CHECKSUM);
      OF_CHECKSUM.forEach(leaf -> shown.put(CHECKSUM + "." + leaf.key(), leaf.shown(of)));
    }
    return shown;
  }

  /// The entry with what was typed into the row.
  ///
  /// @param entry as it was; an empty object for a new row
  JsonNode written(JsonNode entry, Typed typed, int number) {
    var fields = shown(entry);
    if (fields.entrySet().stream()
        .allMatch(f -> Leaf.isSame(f.getValue(), typed.text(name(number, f.getKey()))))) {
      return entry;
    }
    ObjectNode whole = entry.isTextual() ? object(entry) : entry.deepCopy();
    leaves.forEach(leaf -> leaf.put(whole, typed.text(name(number, leaf.key()))));
    if (checksum) {
      var of = whole.path(CHECKSUM) instanceof ObjectNode there ? there : Json.object();
      OF_CHECKSUM.forEach(
          leaf -> leaf.put(of, typed.text(name(number, CHECKSUM + "." + leaf.key()))));
      if (of.isEmpty()) {
        whole.remove(CHECKSUM);
      } else {
        whole.set(CHECKSUM, of);
      }
    }
    return whole;
  }

  String name(int number, String field) {
    return list + "." + number + "." + field;
  }

  private static ObjectNode object(JsonNode text) {
    return Json.object().put("ident", text.textValue());
  }
}
