package org.cardshop.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.Directories;

/// A scheduler of a test's own, with a database of its own on a store that the tests share, and
/// what a test needs to talk to it.
final class Api implements AutoCloseable {
  static final String BROKER_SECRET = "only the broker knows this";
  static final String ADMIN_PASSWORD = "correct horse battery";

  private static final EmbeddedStore STORE = store();
  private static final AtomicInteger NEXT = new AtomicInteger();
  static final HttpClient HTTP = HttpClient.newHttpClient();

  final SettableClock clock = new SettableClock();
  final Told told = new Told();
  final Database database;
  final Production production;
  private final Supplier<SchedulerProcess> start;
  private SchedulerProcess process;

  Api() {
    this(Optional.empty());
  }

  /// @param letters none when there are no dead ones
  Api(Optional<DeadLetters> letters) {
    this(letters, Optional.empty());
  }

  /// @param tls empty for plain HTTP
  Api(Optional<DeadLetters> letters, Optional<Pem> tls) {
    var uri = STORE.uri() + "/test" + NEXT.incrementAndGet();
    start =
        () ->
            new SchedulerProcess(
                new SchedulerConfig(
                    uri,
                    0,
                    Optional.of(ADMIN_PASSWORD),
                    4,
                    Optional.of(BROKER_SECRET),
                    List.of("127.0.0.1"),
                    Optional.of("a key of the tests"),
                    tls),
                new Links(told, told, told, letters.orElse(told), Optional.empty()),
                clock);
    process = start.get();
    database = Database.open(uri);
    production = new Production(new OrderStore(database), new TaskStore(database), told, clock);
  }

  /// At another port.
  void restart() {
    process.close();
    process = start.get();
  }

  @Override
  public void close() {
    process.close();
    database.close();
  }

  /// What came back.
  record Answer(int status, ObjectNode json, HttpResponse<String> response) {
    String text(String pointer) {
      return json.at(pointer).asText();
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + process.port() + path);
  }

  Answer get(String token, String path) {
    return send(HttpRequest.newBuilder(uri(path)).header("token", token).GET());
  }

  Answer delete(String token, String path) {
    return send(HttpRequest.newBuilder(uri(path)).header("token", token).DELETE());
  }

  Answer post(String token, String path, String json) {
    return send(body(token, path).POST(BodyPublishers.ofString(json)));
  }

  Answer patch(String token, String path, String json) {
    return send(body(token, path).method("PATCH", BodyPublishers.ofString(json)));
  }

  HttpRequest.Builder body(String token, String path) {
    return HttpRequest.newBuilder(uri(path))
        .header("token", token)
        .header("Content-Type", "application/json");
  }

  /// A POST without a body.
  Answer postHeaders(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)).headers(headers).POST(BodyPublishers.noBody()));
  }

  String postForm(String path, Map<String, String> fields) {
    var form =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return receive(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)))
        .body();
  }

  Answer send(HttpRequest.Builder request) {
    var response = receive(request);
    var type = response.headers().firstValue("Content-Type").orElse("");
    var json =
        type.contains("json")
            ? Json.parseObject(response.body().getBytes(StandardCharsets.UTF_8))
            : Json.object();
    return new Answer(response.statusCode(), json, response);
  }

  HttpResponse<String> receive(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Answer login(String username, String password) {
    return postHeaders("/auth/authorize", "username", username, "password", password);
  }

  /// The same from behind a trusted proxy.
  Answer loginFrom(String address, String username, String password) {
    return postHeaders(
        "/auth/authorize", "username", username, "password", password, "X-Forwarded-For", address);
  }

  String admin() {
    return login("admin", ADMIN_PASSWORD).text("/access_token");
  }

  /// Makes a user and logs them in.
  ///
  /// @return their access token
  String user(String username, String role) {
    var made =
        post(
            admin(),
            "/users/",
            """
            {"username": "%s", "password": "a good password", "role": "%s", "channel": "cardshop"}\
            """
                .formatted(username, role));
    if (made.status() != 201) {
      throw new AssertionError(made.response().body());
    }
    return login(username, "a good password").text("/access_token");
  }

  /// Registers a warehouse and gives it to the channel.
  void warehouse() {
    post(
        admin(),
        "/warehouses/",
        """
        {"slug": "main", "name": "Main", "upload_uri": "ftp://up.example.org:2121",
         "download_uri": "ftp://down.example.org:2121"}\
        """);
    patch(admin(), "/channels/cardshop", "{\"warehouse\": \"main\"}");
  }

  /// A right order, for changing one thing in it.
  static ObjectNode order() {
    return Json.parseObject(
        """
        {"config": {"base": {"source": "https://example.org/base.img"}, "output": {"size": "8G"}},
         "sd_card": {"name": "8 GB", "type": "physical", "size": 8, "duration": 14},
         "quantity": 2, "units": 2,
         "client": {"name": "A school", "email": "head@school.example"},
         "recipient": {"name": "Ms Head", "address": "1 Road", "country": "FR"},
         "channel": "cardshop"}\
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  String placed(String token, JsonNode order) {
    var answer = post(token, "/orders/", Json.text(order));
    if (answer.status() != 201) {
      throw new AssertionError(answer.response().body());
    }
    return answer.text("/_id");
  }

  List<String> told() {
    return told.all();
  }

  private static EmbeddedStore store() {
    var directory = Directories.temporary("scheduler-test");
    var store = EmbeddedStore.open(directory, 0);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              store.close();
              Directories.delete(directory);
            }));
    return store;
  }
}
