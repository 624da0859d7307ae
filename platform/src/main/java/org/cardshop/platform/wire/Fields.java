package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
    return optional(name).map(n -> n.isTextual() ? n.textValue() : wrong(name, "text"));
  }

  public long whole(String name) {
    return optionalWhole(name).orElseThrow(() -> missing(name));
  }

  public OptionalLong optionalWhole(String name) {
    var node = object.get(name);
    if (node == null || node.isNull()) {
      return OptionalLong.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      return wrong(name, "a whole number");
    }
    return OptionalLong.of(node.longValue());
  }

  public int smallWhole(String name) {
    return optionalSmallWhole(name).orElseThrow(() -> missing(name));
  }

  public OptionalInt optionalSmallWhole(String name) {
    var value = optionalWhole(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() != (int) value.getAsLong()) {
      return wrong(name, "a whole number below 2^31");
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  public boolean flag(String name) {
    return optional(name)
        .map(n -> n.isBoolean() ? n.booleanValue() : this.<Boolean>wrong(name, "true or false"))
        .orElse(false);
  }

  public Instant instant(String name) {
    return optionalInstant(name).orElseThrow(() -> missing(name));
  }

  public Optional<Instant> optionalInstant(String name) {
    return optionalText(name)
        .map(t -> {
          try {
            return Instant.parse(t);
          } catch (DateTimeParseException e) {
            return wrong(name, "a time like 2026-01-31T12:00:00Z");
          }
        });
  }

  public Fields fields(String name) {
    return optionalFields(name).orElseThrow(() -> missing(name));
  }

  public Optional<Fields> optionalFields(String name) {
    return optional(name)
        .map(n -> n instanceof ObjectNode o ? new Fields(o) : wrong(name, "an object"));
  }

  /// An absent list is an empty one.
  public ArrayNode list(String name) {
    return optional(name)
        .map(n -> n instanceof ArrayNode a ? a : this.<ArrayNode>wrong(name, "a list"))
        .orElseGet(Json.MAPPER::createArrayNode);
  }

  private Optional<JsonNode> optional(String name) {
    return Optional.ofNullable(object.get(name)).filter(n -> !n.isNull());
  }

  private static MalformedException missing(String name) {
    return new MalformedException("the field '" + name + "' is missing");
  }

  private <T> T wrong(String name, String expected) {
    throw new MalformedException("the field '" + name + "' must be " + expected);
  }
}
