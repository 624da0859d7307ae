package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final Api api = new Api();
  private final HttpClient http = HttpClient.newHttpClient();
  private String admin = "";

  @BeforeEach
  void login() {
    admin = api.admin();
    api.warehouse();
  }

  @AfterEach
  void stop() {
    api.close();
    http.shutdownNow();
  }

  @Test
  void aChangeIsToldAsTheStateThatFollowed() {
    var lines = listen(admin, "");
    await().until(() -> lines.contains(": welcome"));
    api.clock.pass(Duration.ofSeconds(1));
    var order = api.placed(admin, Api.order());
    await().until(() -> told(lines, "order", order, "pending_creator"));
    await().until(() -> told(lines, "task", order, "pending"));
    api.clock.pass(Duration.ofSeconds(1));
    api.patch(admin, "/orders/" + order + "/cancel", "{}");
    await().until(() -> told(lines, "order", order, "canceled"));
    assertEquals(
        1, lines.stream().filter(l -> isState(l, order, "pending_creator", "_id")).count());
  }

  @Test
  void aListenerResumesWhereItWasCut() {
    var before = listen(admin, "");
    await().until(() -> before.contains(": welcome"));
    api.clock.pass(Duration.ofSeconds(1));
    var first = api.placed(admin, Api.order());
    await().until(() -> told(before, "order", first, "pending_creator"));
    var id = before.stream().filter(l -> l.startsWith("id: ")).findFirst().orElseThrow();
    api.clock.pass(Duration.ofMinutes(5));
    var missed = api.placed(admin, Api.order());
    api.clock.pass(Duration.ofMinutes(5));
    var after = listen(admin, id.substring(4));
    await().until(() -> told(after, "order", missed, "pending_creator"));
  }

  /// More than are read at a time.
  @Test
  void ofManyChangesEachIsToldOnce() {
    var order = api.placed(admin, Api.order());
    var tasks = new TaskStore(api.database);
    var then = api.clock.instant();
    IntStream.rangeClosed(1, 2_100)
        .parallel()
        .forEach(n -> {
          var key = new TaskKey(order, TaskKind.WRITE, n);
          var at = then.plusMillis(n);
          tasks.insert(
              new Task(key, "cardshop", new TaskState.Pending(Attempts.NONE)), List.of(), at);
        });
    api.clock.pass(Duration.ofMinutes(1));
    var lines = listen(admin, "" + then.toEpochMilli());
    await().until(() -> lines.stream().filter(l -> l.equals("event: task")).count() >= 2_100);
    var units =
        lines.stream()
            .filter(l -> l.startsWith("data: ") && l.contains("\"kind\":\"write\""))
            .map(l -> Json.parseObject(l.substring(6).getBytes(StandardCharsets.UTF_8)))
            .map(json -> json.path("unit").asInt())
            .toList();
    assertEquals(IntStream.rangeClosed(1, 2_100).boxed().toList(), units);
  }

  @Test
  void aUserHasRoomForSoManyListenersAndOthersForTheirs() {
    var olga = api.user("olga", "operator");
    for (int i = 0; i < 30; i++) {
      var lines = listen(olga, "");
      await().until(() -> lines.contains(": welcome"));
    }
    var refused = api.get(olga, "/events");
    assertEquals(429, refused.status());
    assertTrue(refused.text("/error").contains("listens 30 times already"));
    var lines = listen(admin, "");
    await().until(() -> lines.contains(": welcome"));
  }

  @Test
  void aClientHearsOfItsOwnOrdersOnly() {
    var carla = api.user("carla", "client");
    var lines = listen(carla, "");
    await().until(() -> lines.contains(": welcome"));
    api.clock.pass(Duration.ofSeconds(1));
    var foreign = api.placed(admin, Api.order());
    var own = api.placed(carla, Api.order());
    await().until(() -> told(lines, "order", own, "pending_creator"));
    assertTrue(lines.stream().noneMatch(l -> l.contains(foreign)));
    assertTrue(lines.stream().noneMatch(l -> l.equals("event: task")));
  }

  @Test
  void whoIsDeactivatedHearsNothingAfterAQuarterOfAMinute() {
    var lines = listen(api.user("olga", "operator"), "");
    await().until(() -> lines.contains(": welcome"));
    api.patch(admin, "/users/olga", "{\"active\": false}");
    api.clock.pass(Duration.ofSeconds(15));
    await().until(() -> lines.contains("end"));
  }

  @Test
  void aListenerDoesNotKeepTheSchedulerFromClosing() {
    var lines = listen(admin, "");
    await().until(() -> lines.contains(": welcome"));
    api.close();
    await().until(() -> lines.contains("end"));
  }

  private List<String> listen(String token, String lastEventId) {
    var lines = new CopyOnWriteArrayList<String>();
    var request = HttpRequest.newBuilder(api.uri("/events")).header("token", token);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    Thread.ofVirtual().start(() -> read(request.build(), lines));
    return lines;
  }

  private void read(HttpRequest request, List<String> lines) {
    try (Stream<String> body = http.send(request, BodyHandlers.ofLines()).body()) {
      body.forEach(lines::add);
      lines.add("end");
    } catch (Exception e) {
      lines.add("end");
    }
  }

  private static boolean told(List<String> lines, String kind, String order, String status) {
    for (int i = 1; i < lines.size(); i++) {
      var name = kind.equals("order") ? "_id" : "order";
      if (lines.get(i - 1).equals("event: " + kind) && isState(lines.get(i), order, status, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isState(String line, String order, String status, String name) {
    if (!line.startsWith("data: ")) {
      return false;
    }
    var json = Json.parseObject(line.substring(6).getBytes(StandardCharsets.UTF_8));
    return json.path(name).asText().equals(order) && json.path("status").asText().equals(status);
  }
}
