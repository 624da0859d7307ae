package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns what a YAML document holds into a tree of JSON. Aliases are written out, within a bound on
/// the whole: a few lines of aliases of aliases could otherwise fill the memory. Without aliases a
/// document has fewer nodes than characters, so that an honest one never meets the bound.
final class YamlTree {
  static final int MAX_DEPTH = 64;
  private static final int LEAST_BOUND = 10_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final int maxNodes;
  private int nodes;
  private int depth;

  /// @param characters of the document
  YamlTree(int characters) {
    maxNodes = Math.max(LEAST_BOUND, characters);
  }

  JsonNode node(@Nullable Object value) throws RecipeException {
    if (++nodes > maxNodes || depth > MAX_DEPTH) {
      throw RecipeYaml.refused(
          "the recipe has too many or too deeply nested parts; write it without aliases (*name)");
    }
    return switch (value) {
      case null -> JSON.nullNode();
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case String text -> JSON.textNode(text);
      case Boolean flag -> JSON.booleanNode(flag);
      case Integer number -> JSON.numberNode((long) number);
      case Long number -> JSON.numberNode((long) number);
      case BigInteger number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode((double) number);
      case Date date -> JSON.textNode(text(date.toInstant()));
      default -> throw RecipeYaml.refused("a recipe holds plain data only, no " + value.getClass());
    };
  }

  private JsonNode object(Map<?, ?> map) throws RecipeException {
    var object = JSON.objectNode();
    depth++;
    for (var entry : map.entrySet()) {
      object.set(String.valueOf(entry.getKey()), node(entry.getValue()));
    }
    depth--;
    return object;
  }

  private JsonNode array(List<?> list) throws RecipeException {
    var array = JSON.arrayNode();
    depth++;
    for (var item : list) {
      array.add(node(item));
    }
    depth--;
    return array;
  }

  /// A day without a time stays one: `2026-01-31`.
  private static String text(Instant instant) {
    var time = instant.atOffset(ZoneOffset.UTC);
    return time.toLocalTime().toSecondOfDay() == 0
        ? time.toLocalDate().toString()
        : time.toString();
  }
}
