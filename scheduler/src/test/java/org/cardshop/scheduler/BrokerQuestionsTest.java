package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerQuestionsTest {
  static final String SECRET =
      "?secret=" + URLEncoder.encode(Api.BROKER_SECRET, StandardCharsets.UTF_8);

  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void onlyTheBrokerGetsAnAnswer() {
    api.user("writer-1", "writer");
    var form = Map.of("username", "writer-1", "password", "a good password");
    for (var query : List.of("", "?secret=", "?secret=guessed")) {
      var answer = api.postForm("/auth/rabbitmq/user" + query, form);
      assertTrue(answer.contains("Only the message broker may ask"), answer);
    }
  }

  @Test
  void aWorkerLogsInWithItsPasswordOrItsAccessToken() {
    var token = api.user("writer-1", "writer");
    assertEquals("allow", user("writer-1", "a good password"));
    assertEquals("allow", user("writer-1", token));
    assertEquals("deny", user("writer-1", "wrong"));
    assertEquals("deny", user("writer-1", api.user("writer-2", "writer")));
    assertEquals("deny", user("admin", Api.ADMIN_PASSWORD));
  }

  @Test
  void aWorkerKeepsToItsOwn() {
    api.user("writer-1", "writer");
    assertEquals("allow", ask("vhost", Map.of()));
    assertEquals("deny", ask("vhost", Map.of("vhost", "/")));
    assertEquals("allow", resource("queue", "work.write.cardshop", "read"));
    assertEquals("deny", resource("queue", "work.create.cardshop", "read"));
    assertEquals("deny", resource("queue", "commands.writer-2", "read"));
    assertEquals("allow", resource("exchange", "cardshop.facts", "write"));
    assertEquals("deny", resource("exchange", "cardshop.commands", "write"));
    assertEquals("deny", resource("nonsense", "cardshop.facts", "write"));
    assertEquals("allow", topic("writer-1.task-step"));
    assertEquals("deny", topic("writer-2.task-step"));
  }

  @Test
  void aDeactivatedWorkerIsDeniedEverything() {
    api.user("writer-1", "writer");
    api.patch(api.admin(), "/users/writer-1", "{\"active\": false}");
    assertEquals("deny", user("writer-1", "a good password"));
    assertEquals("deny", ask("vhost", Map.of()));
    assertEquals("deny", resource("queue", "work.write.cardshop", "read"));
  }

  @Test
  void loginsAreAudited() {
    var token = api.user("writer-1", "writer");
    user("writer-1", token);
    assertAudited(200, "writer-1", "user", "/auth/rabbitmq/user");
    user("writer-1", "wrong");
    assertAudited(401, "writer-1", "user", "/auth/rabbitmq/user");
    user("writer-1", "a good password");
    assertAudited(429, "writer-1", "user", "/auth/rabbitmq/user");
    user("admin", Api.ADMIN_PASSWORD);
    assertAudited(403, "admin", "user", "/auth/rabbitmq/user");
  }

  @Test
  void whatIsDeniedIsAuditedAndWhatIsAllowedIsNot() {
    api.user("writer-1", "writer");
    resource("queue", "work.write.cardshop", "read");
    topic("writer-1.task-step");
    assertEquals(0, audited("by=writer-1&status=403"));
    resource("queue", "commands.writer-2", "read");
    assertAudited(403, "writer-1", "resource", "queue commands.writer-2");
    topic("writer-2.task-step");
    assertAudited(403, "writer-1", "topic", "topic cardshop.facts writer-2.task-step");
    ask("vhost", Map.of("vhost", "/"));
    assertAudited(403, "writer-1", "vhost", "virtual host /");
    ask("vhost", Map.of("username", "nobody"));
    assertAudited(401, "nobody", "vhost", "virtual host cardshop");
  }

  @Test
  void theSameIsNotedOnceAMinuteOfEachWorker() {
    for (var worker : List.of("writer-1", "writer-2")) {
      var token = api.user(worker, "writer");
      for (int i = 0; i < 20; i++) {
        user(worker, token);
        ask("resource", denied(worker, "queue-" + i));
      }
    }
    assertEquals(2, audited("what=POST+%2Fauth%2Frabbitmq%2Fuser"));
    assertEquals(2, audited("status=403"));
    api.clock.pass(Duration.ofMinutes(1));
    ask("resource", denied("writer-1", "queue-1"));
    assertEquals(3, audited("status=403"));
  }

  @Test
  void whoMakesUpNamesDoesNotFillTheAudit() {
    for (int i = 0; i < 50; i++) {
      user("made-up-" + i, "wrong");
      ask("resource", denied("made-up-" + i, "facts"));
    }
    ask("resource", denied("made-up", "x".repeat(50_000)));
    assertEquals(2, audited("status=401"));
    assertTrue(api.get(api.admin(), "/audit/").response().body().length() < 20_000);
  }

  @Test
  void anObjectThatIsTooLongIsCut() {
    api.user("writer-1", "writer");
    ask("resource", denied("writer-1", "x".repeat(50_000)));
    var object = api.get(api.admin(), "/audit/?status=403").text("/items/0/object");
    assertTrue(object.length() < 1_000, object);
  }

  private static Map<String, String> denied(String worker, String queue) {
    return Map.of("username", worker, "resource", "queue", "name", queue, "permission", "read");
  }

  private int audited(String filter) {
    return api.get(api.admin(), "/audit/?" + filter).json().at("/meta/count").asInt();
  }

  private void assertAudited(int status, String by, String what, String object) {
    var newest = api.get(api.admin(), "/audit/?status=" + status + "&by=" + by);
    assertEquals("POST /auth/rabbitmq/" + what, newest.text("/items/0/what"));
    assertEquals(object, newest.text("/items/0/object"));
  }

  private String user(String name, String password) {
    return api.postForm(
        "/auth/rabbitmq/user" + SECRET, Map.of("username", name, "password", password));
  }

  private String resource(String kind, String name, String permission) {
    return ask("resource", Map.of("resource", kind, "name", name, "permission", permission));
  }

  private String topic(String key) {
    return ask(
        "topic",
        Map.of(
            "resource", "topic",
            "name", "cardshop.facts",
            "permission", "write",
            "routing_key", key));
  }

  private String ask(String what, Map<String, String> more) {
    var form = new HashMap<>(Map.of("username", "writer-1", "vhost", "cardshop"));
    form.putAll(more);
    return api.postForm("/auth/rabbitmq/" + what + SECRET, form);
  }
}
