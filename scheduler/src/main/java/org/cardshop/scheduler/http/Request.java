package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cardshop.platform.storage.Page;
import org.cardshop.platform.wire.Json;

/// One request and its answer.
public final class Request {
  private static final int USUAL_LIMIT = 20;
  private static final int GREATEST_LIMIT = 500;

  private final Context context;
  private final Optional<Caller> caller;
  private final Trail trail;

  Request(Context context, Optional<Caller> caller, Trail trail) {
    this.context = context;
    this.caller = caller;
    this.trail = trail;
  }

  /// Who called; only for routes that need leave.
  public Caller caller() {
    return caller.orElseThrow();
  }

  /// The user name of who called.
  public String by() {
    return caller().user().username();
  }

  /// Where the caller is; behind the manager and other trusted proxies, where the person is.
  public String address() {
    return trail.from();
  }

  /// Says to the audit who it was, where the caller is not known before.
  public void audits(String by) {
    trail.by(by);
  }

  /// Says to the audit what it is about, where the path does not.
  public void auditsObject(String object) {
    trail.object(object);
  }

  /// Has the audit note how it was decided, where the answer's own status does not say so. The same
  /// is noted once a minute.
  ///
  /// @param status of HTTP
  /// @param reason why it was refused; empty when it was not
  public void audits(int status, String reason) {
    trail.decided(status, reason);
  }

  /// Tells the audit what was changed: neither secrets nor personal data.
  public void audits(Optional<ObjectNode> before, Optional<ObjectNode> after) {
    trail.change(before, after);
  }

  /// Whether the caller may still do what they are doing. For answers that take long.
  public boolean isStillAdmitted() {
    return trail.isStillAdmitted();
  }

  public String path(String name) {
    return context.pathParam(name);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name)).filter(h -> !h.isEmpty());
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(q -> !q.isEmpty());
  }

  public Optional<String> formParameter(String name) {
    return Optional.ofNullable(context.formParam(name));
  }

  /// The parameters of these names that the query has.
  public Map<String, String> filter(String... names) {
    var filter = new HashMap<String, String>();
    for (var name : names) {
      query(name).ifPresent(value -> filter.put(name, value));
    }
    return filter;
  }

  public boolean hasJsonBody() {
    return Optional.ofNullable(context.contentType())
        .filter(t -> t.toLowerCase(Locale.ROOT).startsWith("application/json"))
        .isPresent();
  }

  /// The body, which must be a JSON object.
  public ObjectNode body() {
    return Json.parseObject(context.bodyAsBytes());
  }

  public Form form() {
    return Form.of(body());
  }

  public int skip() {
    return number("skip", 0, 0, Integer.MAX_VALUE);
  }

  public int limit() {
    return number("limit", USUAL_LIMIT, 1, GREATEST_LIMIT);
  }

  /// A time in the query, as ISO 8601 writes it with its zone.
  public Optional<Instant> moment(String name) {
    return query(name)
        .map(text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeParseException e) {
            throw HttpProblem.badRequest(
                "The parameter '" + name + "' must be a time, like 2026-03-01T12:00:00Z.");
          }
        });
  }

  public void answerHeader(String name, String value) {
    context.header(name, value);
  }

  public void answer(JsonNode json) {
    answer(200, json);
  }

  public void answer(int status, JsonNode json) {
    context.status(status).contentType("application/json").result(Json.bytes(json));
  }

  public void answerText(String contentType, String text) {
    context.contentType(contentType).result(text);
  }

  /// Says that something was made.
  public void created(String id) {
    trail.object(context.path().replaceAll("/+$", "") + "/" + id);
    answer(201, Json.object().put("_id", id));
  }

  /// Says that something was changed.
  public void changed(String id) {
    answer(Json.object().put("_id", id));
  }

  public <T> void list(Page<T> page, Function<T, ObjectNode> view) {
    var json = Json.object();
    json.putObject("meta").put("skip", skip()).put("limit", limit()).put("count", page.count());
    var items = json.putArray("items");
    page.items().forEach(item -> items.add(view.apply(item)));
    answer(json);
  }

  /// For answers that are written bit by bit.
  public Context context() {
    return context;
  }

  private int number(String name, int usual, int min, int max) {
    return query(name).map(text -> number(name, text, min, max)).orElse(usual);
  }

  private static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw HttpProblem.badRequest(
        "The parameter '" + name + "' must be a whole number from " + min + " to " + max + ".");
  }
}
