package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// Examples of what a version of Cardshop sends and stores, one file each. A file that is there is
/// never written anew: what was once sent or stored must be understood for ever. What is missing is
/// written with `-Dgolden.update=true`.
public record Golden(Path folder) {
  /// What version 1 sends and stores.
  public static Golden version1(String what) {
    return new Golden(
        Path.of(
            Objects.requireNonNull(System.getProperty("cardshop.root")),
            "platform/src/test/resources/version-1",
            what));
  }

  /// The example of this name.
  ///
  /// @param today what is written when there is none
  public ObjectNode example(String name, Supplier<? extends JsonNode> today) throws IOException {
    var file = folder.resolve(name + ".json");
    if (!Files.exists(file)) {
      if (!Boolean.getBoolean("golden.update")) {
        throw new AssertionError(
            "there is no example " + file + "; -Dgolden.update=true writes what is missing");
      }
      Files.createDirectories(folder);
      Files.writeString(
          file,
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(today.get()) + "\n");
    }
    return Json.parseObject(Files.readAllBytes(file));
  }

  /// The names of the examples that are there.
  public List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .sorted()
          .toList();
    }
  }

  /// The same with a field in each object that nobody knows.
  public static JsonNode fromTheFuture(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var more = Json.object();
        object.properties().forEach(f -> more.set(f.getKey(), fromTheFuture(f.getValue())));
        more.putObject("of_a_newer_version").put("what", "nobody knows");
        yield more;
      }
      case ArrayNode array -> {
        var more = Json.MAPPER.createArrayNode();
        array.forEach(element -> more.add(fromTheFuture(element)));
        yield more;
      }
      default -> node;
    };
  }

  /// What an older version said is all in what is said now, unless a field was added.
  ///
  /// @return the first thing that is missing or another, empty when there is none
  public static String missing(JsonNode now, JsonNode before, String at) {
    return switch (before) {
      case ObjectNode object -> {
        for (var field : object.properties()) {
          var found =
              missing(now.path(field.getKey()), field.getValue(), at + "/" + field.getKey());
          if (!found.isEmpty()) {
            yield found;
          }
        }
        yield "";
      }
      case ArrayNode array when array.size() == now.size() -> {
        for (int i = 0; i < array.size(); i++) {
          var found = missing(now.path(i), array.get(i), at + "/" + i);
          if (!found.isEmpty()) {
            yield found;
          }
        }
        yield "";
      }
      default -> now.equals(before) ? "" : at + " was " + before + ", is " + now;
    };
  }
}
