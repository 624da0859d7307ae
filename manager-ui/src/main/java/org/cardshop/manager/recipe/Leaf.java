package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// One value of a recipe that is typed into one field.
///
/// @param key in its object
/// @param isNumber whether digits stand for a number
record Leaf(String key, boolean isNumber) {
  static Leaf text(String key) {
    return new Leaf(key, false);
  }

  static Leaf number(String key) {
    return new Leaf(key, true);
  }

  /// As it is typed; empty when it is absent or nothing that can be typed.
  String shown(JsonNode object) {
    return shown(object.path(key), "");
  }

  static String shown(JsonNode node, String otherwise) {
    return node.isValueNode() && !node.isNull() ? node.asText() : otherwise;
  }

  /// Whether a field can show what is there.
  boolean isPlain(JsonNode object) {
    var node = object.path(key);
    return node.isMissingNode() || (node.isValueNode() && !node.isNull());
  }

  static boolean arePlain(List<Leaf> leaves, JsonNode object) {
    return leaves.stream().allMatch(leaf -> leaf.isPlain(object));
  }

  /// Puts what was typed where it differs from what is there: what nobody changed stays as it was
  /// written.
  void put(ObjectNode object, String typed) {
    if (isSame(shown(object), typed)) {
      return;
    }
    if (typed.isBlank()) {
      object.remove(key);
    } else if (isNumber && typed.strip().matches("-1|0|[1-9][0-9]{0,17}")) {
      object.put(key, Long.parseLong(typed.strip()));
    } else {
      object.put(key, typed);
    }
  }

  /// Browsers write the ends of lines in their own way, and take them out of fields of one line.
  static boolean isSame(String shown, String typed) {
    return typed.equals(shown)
        || typed.equals(shown.replace("\r\n", "\n").replace('\r', '\n'))
        || typed.equals(shown.replaceAll("[\r\n]", ""));
  }
}
