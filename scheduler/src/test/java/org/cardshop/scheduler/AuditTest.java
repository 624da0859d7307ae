package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aChangeIsAuditedWithWhatWasAndWhatIs() {
    api.user("olga", "operator");
    api.patch(api.admin(), "/users/olga", "{\"role\": \"client\"}");
    var audit = api.get(api.admin(), "/audit/?object=/users/olga");
    assertEquals("admin", audit.text("/items/0/by"));
    assertEquals("127.0.0.1", audit.text("/items/0/from"));
    assertEquals("PATCH /users/{id}", audit.text("/items/0/what"));
    assertEquals("operator", audit.text("/items/0/before/role"));
    assertEquals("client", audit.text("/items/0/after/role"));
    assertEquals("2026-03-01T12:00:00Z", audit.text("/items/0/at"));
  }

  @Test
  void whatWasMadeIsFoundByItsOwnPath() {
    api.warehouse();
    var id = api.placed(api.admin(), Api.order());
    api.clock.pass(Duration.ofMinutes(1));
    api.patch(api.admin(), "/orders/" + id + "/cancel", "{}");
    assertEquals(200, api.delete(api.admin(), "/orders/" + id).status());
    var audit = api.get(api.admin(), "/audit/?object=/orders/" + id);
    assertEquals("DELETE /orders/{id}", audit.text("/items/0/what"));
    assertEquals("POST /orders", audit.text("/items/1/what"));
    var earlier = "&since=2026-03-01T12:00:00Z&until=2026-03-01T12:01:00Z";
    var first = api.get(api.admin(), "/audit/?object=/orders/" + id + earlier);
    assertEquals(1, first.json().at("/meta/count").asInt());
    assertEquals(400, api.get(api.admin(), "/audit/?since=today").status());
  }

  @Test
  void aClientWhoTriesIdsOfOthersIsAudited() {
    api.warehouse();
    var id = api.placed(api.admin(), Api.order());
    var client = api.user("chloe", "client");
    assertEquals(404, api.get(client, "/orders/" + id).status());
    var audit = api.get(api.admin(), "/audit/?by=chloe&status=404");
    assertEquals("/orders/" + id, audit.text("/items/0/object"));
  }

  @Test
  void loginsAndRefusalsAreAudited() {
    var olga = api.user("olga", "operator");
    api.get(olga, "/users/");
    api.loginFrom("203.0.113.5", "olga", "a wrong password");
    var all = api.get(api.admin(), "/audit/?by=olga").json().path("items");
    assertEquals("203.0.113.5", all.path(0).path("from").asText());
    assertEquals(401, all.path(0).path("status").asInt());
    assertEquals("GET /users", all.path(1).path("what").asText());
    assertEquals(403, all.path(1).path("status").asInt());
    assertEquals("POST /auth/authorize", all.path(2).path("what").asText());
    assertEquals(200, all.path(2).path("status").asInt());
  }

  @Test
  void whatIsTypedAsANameIsAuditedOnlyWhenItIsAUsers() {
    api.login("my secret password", "x");
    var audit = api.get(api.admin(), "/audit/?status=401");
    assertEquals("", audit.text("/items/0/by"));
    assertEquals("POST /auth/authorize", audit.text("/items/0/what"));
    assertFalse(audit.response().body().contains("my secret password"));
  }

  @Test
  void theSameRefusalIsNotedOnceAMinute() {
    for (int i = 0; i < 50; i++) {
      api.get("nonsense", "/users/");
    }
    assertEquals(1, refusals());
    api.clock.pass(Duration.ofMinutes(1));
    api.get("nonsense", "/users/");
    assertEquals(2, refusals());
  }

  private int refusals() {
    return api.get(api.admin(), "/audit/?status=401").json().at("/meta/count").asInt();
  }

  @Test
  void whoMakesUpNamesDoesNotFillTheAudit() {
    api.admin(); // at home from now on
    for (int i = 0; i < 100; i++) {
      api.login("made-up-" + i, "a wrong password");
    }
    api.login("x".repeat(5_000), "a wrong password");
    assertTrue(refusals() <= 2, refusals() + " entries"); // wrong ones, and those that had to wait
    assertTrue(api.get(api.admin(), "/audit/").response().body().length() < 20_000);
  }

  @Test
  void noPasswordAndNoTokenIsInTheAudit() {
    api.user("olga", "operator");
    var text = api.get(api.admin(), "/audit/?limit=500").response().body();
    assertTrue(text.contains("olga"));
    assertFalse(text.contains("a good password"));
    assertFalse(text.contains("eyJ"));
  }

  @Test
  void theChainOfTheAuditIsWalked() {
    api.user("olga", "operator");
    var verdict = api.get(api.admin(), "/audit/verification");
    assertTrue(verdict.json().path("sound").asBoolean());
    var last = api.get(api.admin(), "/audit/?skip=1&limit=1");
    assertEquals(last.json().at("/items/0/_id"), verdict.json().path("entries"));
    assertEquals(last.text("/items/0/hash"), verdict.text("/hash"));
  }
}
