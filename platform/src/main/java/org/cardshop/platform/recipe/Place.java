package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;

/// One object inside a recipe, or another document like it, while it is read. Wrong fields are
/// noted and read as absent, so that reading goes on and finds the rest. Null is the same as
/// absent.
public record Place(String path, ObjectNode object, List<Problem> problems) {

  public Place onlyHas(String... fields) {
    var unknown = new TreeSet<String>();
    object.fieldNames().forEachRemaining(unknown::add);
    List.of(fields).forEach(unknown::remove);
    for (var name : unknown) {
      problem(name, "no such field; known here are " + String.join(", ", fields) + ". Remove it.");
    }
    return this;
  }

  public void problem(String field, String sentence) {
    problems.add(new Problem(pathOf(field), sentence));
  }

  public boolean has(String field) {
    return object.hasNonNull(field);
  }

  public Optional<String> text(String field) {
    return read(field, JsonNode::isTextual, "a text").map(JsonNode::textValue);
  }

  public Optional<String> requiredText(String field) {
    requirePresence(field);
    return text(field);
  }

  public boolean flag(String field) {
    return flag(field, false);
  }

  public boolean flag(String field, boolean fallback) {
    return read(field, JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .orElse(fallback);
  }

  public OptionalLong size(String field) {
    return read(field, n -> n.isTextual() || n.isIntegralNumber(), "a size like 8G or 8GiB")
        .map(n -> size(field, n.asText()))
        .orElseGet(OptionalLong::empty);
  }

  /// A size that may be 0; -1 stands for one that is not known, as Offspot's tools write it.
  public OptionalLong sizeOfContent(String field) {
    var node = object.path(field);
    if (node.isIntegralNumber() && (node.asLong() == 0 || node.asLong() == -1)) {
      return node.asLong() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
    }
    return size(field);
  }

  public Optional<Place> child(String field) {
    return read(field, JsonNode::isObject, "a mapping of fields")
        .map(n -> new Place(pathOf(field), (ObjectNode) n, problems));
  }

  public Optional<Place> requiredChild(String field) {
    requirePresence(field);
    return child(field);
  }

  /// The child, or in its place a mere text, which is read as the child's only field.
  public Optional<Place> requiredChildOr(String field, String only) {
    requirePresence(field);
    return object.path(field).isTextual()
        ? Optional.of(new Place(field, object.objectNode().set(only, object.get(field)), problems))
        : child(field);
  }

  /// An absent list is an empty one.
  public List<Place> children(String field) {
    return children(field, "");
  }

  /// @param only name of the field that a mere text in the list is read as; empty for none
  public List<Place> children(String field, String only) {
    var places = new ArrayList<Place>();
    var list = read(field, JsonNode::isArray, "a list");
    for (int i = 0; list.isPresent() && i < list.get().size(); i++) {
      var at = field + "[" + i + "]";
      if (list.get().get(i) instanceof ObjectNode item) {
        places.add(new Place(pathOf(at), item, problems));
      } else if (!only.isEmpty() && list.get().get(i).isTextual()) {
        ObjectNode item = object.objectNode().set(only, list.get().get(i));
        places.add(new Place(pathOf(at), item, problems));
      } else {
        problem(at, "must be a mapping of fields");
      }
    }
    return places;
  }

  private OptionalLong size(String field, String text) {
    var size = ByteSize.parse(text);
    if (size.isEmpty()) {
      problem(field, "'" + text + "' is no size; write it like 8G (8·10⁹ bytes) or 8GiB (8·2³⁰)");
    }
    return size;
  }

  private Optional<JsonNode> read(String field, Predicate<JsonNode> expected, String kind) {
    var node = Optional.ofNullable(object.get(field)).filter(n -> !n.isNull());
    if (node.isPresent() && !expected.test(node.get())) {
      problem(field, "must be " + kind);
      return Optional.empty();
    }
    return node;
  }

  private void requirePresence(String field) {
    if (!has(field)) {
      problem(field, "is missing");
    }
  }

  private String pathOf(String field) {
    return path.isEmpty() ? field : field.isEmpty() ? path : path + "." + field;
  }
}
