package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.token.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void headersFormAndJsonLogIn() {
    assertEquals(200, api.login("admin", Api.ADMIN_PASSWORD).status());
    var credentials = Map.of("username", "admin", "password", Api.ADMIN_PASSWORD);
    assertTrue(api.postForm("/auth/authorize", credentials).contains("access_token"));
    var json =
        api.post(
            "",
            "/auth/authorize",
            "{\"username\": \"admin\", \"password\": \"" + Api.ADMIN_PASSWORD + "\"}");
    assertEquals(200, json.status());
    assertEquals("no-store", json.response().headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreToldAlike() {
    var wrong = api.login("admin", "wrong");
    var unknown = api.login("nobody", "wrong");
    assertEquals(401, wrong.status());
    assertEquals(wrong.text("/error"), unknown.text("/error"));
    assertTrue(wrong.response().headers().firstValue("WWW-Authenticate").isPresent());
  }

  @Test
  void aRefreshTokenIsGoodForOneUse() {
    var first = api.login("admin", Api.ADMIN_PASSWORD).text("/refresh_token");
    var second = api.postHeaders("/auth/token", "refresh-token", first);
    assertEquals(200, second.status());
    assertNotEquals(first, second.text("/refresh_token"));
    assertEquals(200, api.get(second.text("/access_token"), "/users/").status());
    assertEquals(401, api.postHeaders("/auth/token", "refresh-token", first).status());
  }

  @Test
  void aRefreshTokenExpires() {
    var token = api.login("admin", Api.ADMIN_PASSWORD).text("/refresh_token");
    api.clock.pass(Duration.ofDays(30));
    assertEquals(401, api.postHeaders("/auth/token", "refresh-token", token).status());
  }

  @Test
  void anExpiredAccessTokenSaysSo() {
    var token = api.admin();
    assertEquals(200, api.postHeaders("/auth/validate", "access-token", token).status());
    api.clock.pass(Duration.ofMinutes(61));
    var refused = api.get(token, "/users/");
    assertEquals(401, refused.status());
    assertTrue(refused.text("/error").contains("expired at 2026-03-01T13:00:00Z"));
    assertEquals(401, api.postHeaders("/auth/validate", "access-token", token).status());
  }

  @Test
  void aForeignTokenIsRefused() {
    try (var other = new Api()) {
      var refused = api.get(other.admin(), "/users/");
      assertEquals(401, refused.status());
    }
  }

  @Test
  void aDeactivatedUserIsOutAtOnce() {
    var token = api.user("olga", "operator");
    assertEquals(200, api.get(token, "/orders/").status());
    api.patch(api.admin(), "/users/olga", "{\"active\": false}");
    assertEquals(401, api.get(token, "/orders/").status());
    assertEquals(401, api.login("olga", "a good password").status());
  }

  @Test
  void aTicketIsVoidOnceItsTaskIsGivenAgain() {
    api.warehouse();
    var writer = "creator-1";
    api.user(writer, "creator");
    var order = api.placed(api.admin(), Api.order());
    var task = api.get(api.admin(), "/orders/" + order).text("/tasks/create/_id");
    var now = api.clock.instant();
    api.production.tell(
        new TaskId(task),
        new TaskEvent.Asked(writer, 1, "build", now, Duration.ofSeconds(90)),
        Map.of());
    var ticket = ticket(writer, task, 1);
    var good = api.postHeaders("/auth/validate", "access-token", ticket);
    assertEquals(200, good.status());
    assertEquals("upload", good.text("/direction"));

    assertEquals(
        401, api.postHeaders("/auth/validate", "access-token", ticket(writer, task, 2)).status());
    api.patch(api.admin(), "/orders/" + order + "/cancel", "{}");
    var ended = api.postHeaders("/auth/validate", "access-token", ticket);
    assertEquals(401, ended.status());
    assertTrue(ended.text("/error").contains("has ended"));
  }

  private String ticket(String worker, String task, long epoch) {
    var expires = api.clock.instant().plusSeconds(600);
    return new Tokens(new KeyStore(api.database), api.clock)
        .issue(
            new Claims.Ticket(
                worker, task, epoch, Direction.UPLOAD, "cardshop", "img", 1, expires));
  }
}
