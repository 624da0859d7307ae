package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void everyDescribedRouteIsThere() {
    var paths = api.get("", "/openapi.json").json().path("paths");
    assertTrue(paths.size() > 30);
    for (var path : paths.properties()) {
      for (var operation : path.getValue().properties()) {
        if (path.getKey().equals("/events")) {
          continue;
        }
        var verb = operation.getKey().toUpperCase(Locale.ROOT);
        var status = call(verb, path.getKey().replaceAll("\\{[a-z]+}", "nothing")).status();
        assertFalse(status == 404 || status == 405, verb + " " + path.getKey() + ": " + status);
        assertFalse(operation.getValue().path("summary").asText().isEmpty());
      }
    }
  }

  @Test
  void everyContractedRouteIsDescribed() {
    var paths = api.get("", "/openapi.json").json().path("paths");
    for (var contracted :
        """
        post /auth/authorize
        post /auth/token
        post /auth/validate
        post /auth/rabbitmq/user
        post /auth/rabbitmq/vhost
        post /auth/rabbitmq/resource
        post /auth/rabbitmq/topic
        get /
        get /users
        patch /users/{id}/password
        post /orders
        patch /orders/anonymize
        patch /orders/{id}
        patch /orders/{id}/cancel
        post /orders/{id}/retry
        delete /orders/{id}
        get /orders/{id}/waiting
        get /tasks/{id}/waiting
        post /tasks/{id}/confirm_inserted
        post /tasks/{id}/bad_card
        post /tasks/{id}/skip_slot
        get /workers
        patch /workers/{name}
        post /workers/{name}/drain
        get /dead-letters
        get /dead-letters/{id}
        post /dead-letters/{id}/redrive
        delete /dead-letters/{id}
        post /auto-images
        post /schedules
        post /media
        get /events
        get /health
        get /openapi.json\
        """
            .lines()
            .toList()) {
      var parts = contracted.split(" ", 2);
      assertTrue(paths.path(parts[1]).has(parts[0]), contracted);
    }
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    var page = api.get("", "/docs").response().body();
    assertTrue(page.contains("/orders/{id}/cancel"));
    assertFalse(page.contains("src="));
    assertFalse(page.contains("<link"));
  }

  @Test
  void whatIsNotThereIsAProblemWithASentence() {
    var nothing = api.get("", "/nothing");
    assertEquals(404, nothing.status());
    assertTrue(nothing.text("/error").contains("/docs"));
    assertEquals(405, call("DELETE", "/orders").status());
    assertEquals("up", api.get("", "/health").text("/status"));
  }

  private Api.Answer call(String verb, String path) {
    return api.send(HttpRequest.newBuilder(api.uri(path)).method(verb, BodyPublishers.noBody()));
  }
}
