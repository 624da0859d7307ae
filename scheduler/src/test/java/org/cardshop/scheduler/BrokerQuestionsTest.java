package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
