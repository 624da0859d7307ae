package org.cardshop.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cardshop.platform.wire.Json;

/// Somebody who sends whatever they want to scheduler and manager, and sees what comes back.
final class Visitor implements AutoCloseable {
  private static final Pattern FORM = Pattern.compile("name=\"form_token\" value=\"([0-9a-f]+)\"");
  private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final URI scheduler;
  private final URI manager;

  Visitor(URI scheduler, URI manager) {
    this.scheduler = scheduler;
    this.manager = manager;
  }

  /// What the API answered.
  record Answer(int status, ObjectNode json, String text) {}

  /// @param token empty for none
  Answer get(String token, String path) throws IOException, InterruptedException {
    return sendText(token, "GET", path, "");
  }

  Answer post(String token, String path, ObjectNode body) throws IOException, InterruptedException {
    return send(token, "POST", path, body);
  }

  Answer send(String token, String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    return sendText(token, method, path, Json.text(body));
  }

  /// @param body which need not be JSON
  Answer sendText(String token, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(scheduler.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("token", token);
    }
    var answer = http.send(request.build(), BodyHandlers.ofString());
    var isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
    var text = answer.body();
    return new Answer(
        answer.statusCode(),
        isJson ? Json.parseObject(text.getBytes(StandardCharsets.UTF_8)) : Json.object(),
        text);
  }

  /// Sends a form to the scheduler, as RabbitMQ does.
  String form(String path, Map<String, String> fields) throws IOException, InterruptedException {
    return send(scheduler.resolve(path), fields).body();
  }

  /// Opens a page of the manager and sends its form with these fields.
  ///
  /// @return the status
  int page(String path, Map<String, String> fields) throws IOException, InterruptedException {
    var address = manager.resolve(path);
    var page = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    var all = new HashMap<>(fields);
    found(FORM, page).ifPresent(token -> all.put("form_token", token));
    found(KEY, page).ifPresent(key -> all.put("key", key));
    return send(address, all).statusCode();
  }

  /// The manager's cookie.
  String cookie() {
    return cookies.getCookieStore().getCookies().getFirst().getValue();
  }

  private static Optional<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).findFirst();
  }

  private HttpResponse<String> send(URI address, Map<String, String> fields)
      throws IOException, InterruptedException {
    var body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
