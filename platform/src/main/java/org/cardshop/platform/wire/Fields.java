package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads the fields of one JSON object by name and kind. For what machines send each other: the
/// first field that is wrong ends the reading. Null is the same as absent.
public record Fields(ObjectNode object) {

  public static Fields of(byte[] json) {
    return new Fields(Json.parseObject(json));
  }

  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return optional(name, JsonNode::isTextual, "text").map(JsonNode::textValue);
  }

  public long whole(String name) {
    return optionalWhole(name).orElseThrow(() -> missing(name));
  }

  public OptionalLong optionalWhole(String name) {
    return optional(name, n -> n.isIntegralNumber() && n.canConvertToLong(), "a whole number")
        .map(n -> OptionalLong.of(n.longValue()))
        .orElseGet(OptionalLong::empty);
  }

  public int smallWhole(String name) {
    return optionalSmallWhole(name).orElseThrow(() -> missing(name));
  }

  public OptionalInt optionalSmallWhole(String name) {
    return optional(
            name, n -> n.isIntegralNumber() && n.canConvertToInt(), "a whole number below 2^31")
        .map(n -> OptionalInt.of(n.intValue()))
        .orElseGet(OptionalInt::empty);
  }

  /// An absent flag is false.
  public boolean flag(String name) {
    return optional(name, JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .orElse(false);
  }

  public Instant instant(String name) {
    return optionalInstant(name).orElseThrow(() -> missing(name));
  }

  public Optional<Instant> optionalInstant(String name) {
    try {
      return optionalText(name).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new MalformedException(
          "the field '" + name + "' must be a time like 2026-01-31T12:00:00Z", e);
    }
  }

  /// Read by a type that says no by an `IllegalArgumentException`, like a digest or an address.
  public <T> T parsed(String name, Function<String, T> read) {
    try {
      return read.apply(text(name));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the field '" + name + "': " + e.getMessage(), e);
    }
  }

  public Fields fields(String name) {
    return optionalFields(name).orElseThrow(() -> missing(name));
  }

  public Optional<Fields> optionalFields(String name) {
    return optional(name, JsonNode::isObject, "an object").map(n -> new Fields((ObjectNode) n));
  }

  /// An absent list is an empty one.
  public ArrayNode list(String name) {
    return optional(name, JsonNode::isArray, "a list")
        .map(n -> (ArrayNode) n)
        .orElseGet(Json.MAPPER::createArrayNode);
  }

  /// A list of objects only.
  public List<Fields> objects(String name) {
    var objects = new ArrayList<Fields>();
    for (var node : list(name)) {
      if (!(node instanceof ObjectNode object)) {
        throw new MalformedException("the field '" + name + "' must hold objects only");
      }
      objects.add(new Fields(object));
    }
    return objects;
  }

  private Optional<JsonNode> optional(
      String name, Predicate<JsonNode> isExpected, String expected) {
    var node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!isExpected.test(node)) {
      throw new MalformedException("the field '" + name + "' must be " + expected);
    }
    return Optional.of(node);
  }

  private static MalformedException missing(String name) {
    return new MalformedException("the field '" + name + "' is missing");
  }
}
