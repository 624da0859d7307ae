package org.cardshop.scheduler.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Route;

/// The description of the API (OpenAPI 3.1), made from its routes, so that it cannot lag behind
/// them.
public final class OpenApi {
  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-z_]+)}");

  private OpenApi() {}

  public static ObjectNode describe(List<Route> routes, String version) {
    var json = Json.object().put("openapi", "3.1.0");
    json.putObject("info")
        .put("title", "Cardshop scheduler")
        .put("version", version)
        .put("description", "Orders, tasks, workers and users of a factory for SD cards.");
    var paths = json.putObject("paths");
    for (var route : routes) {
      var path =
          paths.get(route.path()) instanceof ObjectNode known
              ? known
              : paths.putObject(route.path());
      path.set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
    }
    var components = json.putObject("components");
    var schemes = components.putObject("securitySchemes");
    schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
    schemes.putObject("token").put("type", "apiKey").put("in", "header").put("name", "token");
    problem(components.putObject("schemas").putObject("Problem"));
    return json;
  }

  private static ObjectNode operation(Route route) {
    var json = Json.object().put("summary", route.summary());
    json.putArray("tags").add(tag(route.path()));
    var parameters = json.putArray("parameters");
    PATH_PARAMETER
        .matcher(route.path())
        .results()
        .forEach(m -> parameters.add(parameter(m.group(1), "path").put("required", true)));
    route.query().forEach(name -> parameters.add(parameter(name, "query")));
    if (!route.example().isEmpty()) {
      var example = Json.parseObject(route.example().getBytes(StandardCharsets.UTF_8));
      var body = json.putObject("requestBody").putObject("content").putObject("application/json");
      body.set("schema", schema(example));
      body.set("example", example);
    }
    var responses = json.putObject("responses");
    responses.putObject("2XX").put("description", "Done.");
    var failed = responses.putObject("default").put("description", "It was not done.");
    failed
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
    if (route.needs().isPresent()) {
      var security = json.putArray("security");
      security.addObject().putArray("token");
      security.addObject().putArray("bearer");
      json.put("x-needs", route.needs().get().name().toLowerCase(Locale.ROOT));
    }
    return json;
  }

  private static String tag(String path) {
    var parts = path.split("/", 3);
    return parts.length < 2 || parts[1].isEmpty() ? "about" : parts[1];
  }

  private static ObjectNode parameter(String name, String in) {
    var json = Json.object().put("name", name).put("in", in);
    json.putObject("schema").put("type", "string");
    return json;
  }

  /// The shape of the example.
  private static ObjectNode schema(JsonNode example) {
    return switch (example.getNodeType()) {
      case OBJECT -> {
        var json = Json.object().put("type", "object");
        var properties = json.putObject("properties");
        example.properties().forEach(p -> properties.set(p.getKey(), schema(p.getValue())));
        yield json;
      }
      case ARRAY -> {
        var json = Json.object().put("type", "array");
        json.set("items", example.isEmpty() ? Json.object() : schema(example.get(0)));
        yield json;
      }
      case BOOLEAN -> Json.object().put("type", "boolean");
      case NUMBER -> Json.object().put("type", "integer");
      case STRING -> Json.object().put("type", "string");
      case BINARY, MISSING, NULL, POJO -> Json.object();
    };
  }

  private static void problem(ObjectNode json) {
    json.put("type", "object");
    var properties = json.putObject("properties");
    for (var name : List.of("type", "title", "detail", "error", "instance")) {
      properties.putObject(name).put("type", "string");
    }
    properties.putObject("status").put("type", "integer");
  }
}
