package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
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
  void aSpentRefreshTokenGivesTheSameSuccessorForFiveSeconds() {
    var first = api.login("admin", Api.ADMIN_PASSWORD).text("/refresh_token");
    var second = api.postHeaders("/auth/token", "refresh-token", first);
    assertEquals(200, second.status());
    assertNotEquals(first, second.text("/refresh_token"));
    assertEquals(200, api.get(second.text("/access_token"), "/users/").status());
    var racing = api.postHeaders("/auth/token", "refresh-token", first);
    assertEquals(second.text("/refresh_token"), racing.text("/refresh_token"));
  }

  @Test
  void aStolenRefreshTokenEndsTheSessionAndIsAudited() {
    var first = api.login("admin", Api.ADMIN_PASSWORD).text("/refresh_token");
    var honest = api.postHeaders("/auth/token", "refresh-token", first);
    api.clock.pass(Duration.ofSeconds(6));
    var thief = api.postHeaders("/auth/token", "refresh-token", first);
    assertEquals(401, thief.status());
    assertTrue(thief.text("/error").contains("somebody else may have it"));
    assertEquals(401, api.get(honest.text("/access_token"), "/users/").status());
    assertEquals(
        401,
        api.postHeaders("/auth/token", "refresh-token", honest.text("/refresh_token")).status());
    var audit = api.get(api.admin(), "/audit/?by=admin&status=401");
    assertTrue(audit.text("/items/0/reason").contains("somebody else may have it"));
  }

  @Test
  void aSessionEndsAfterThirtyDays() {
    var token = api.login("admin", Api.ADMIN_PASSWORD).text("/refresh_token");
    api.clock.pass(Duration.ofDays(30));
    assertEquals(401, api.postHeaders("/auth/token", "refresh-token", token).status());
  }

  @Test
  void logoutVoidsEveryTokenOfTheUser() {
    var here = api.login("admin", Api.ADMIN_PASSWORD);
    var there = api.login("admin", Api.ADMIN_PASSWORD);
    assertEquals(200, api.post(here.text("/access_token"), "/auth/logout", "{}").status());
    for (var login : List.of(here, there)) {
      assertVoid(login);
    }
  }

  @Test
  void logoutHereLeavesOtherSessionsAlone() {
    var here = api.login("admin", Api.ADMIN_PASSWORD);
    var there = api.login("admin", Api.ADMIN_PASSWORD);
    var body = "{\"everywhere\": false}";
    assertEquals(200, api.post(here.text("/access_token"), "/auth/logout", body).status());
    assertVoid(here);
    assertEquals(200, api.get(there.text("/access_token"), "/orders/").status());
  }

  @Test
  void aNewPasswordVoidsEveryTokenOfTheUser() {
    api.user("olga", "operator");
    var login = api.login("olga", "a good password");
    var token = login.text("/access_token");
    var changed =
        api.patch(
            token,
            "/users/olga/password",
            "{\"old\": \"a good password\", \"new\": \"another good one\"}");
    assertEquals(200, changed.status());
    assertVoid(login);
    assertEquals(200, api.login("olga", "another good one").status());
  }

  @Test
  void onesSessionsAreListedAndEndedOneByOne() {
    api.user("olga", "operator");
    var lost = api.login("olga", "a good password");
    api.clock.pass(Duration.ofMinutes(1));
    var here = api.login("olga", "a good password").text("/access_token");
    var listed = api.get(here, "/users/me/sessions").json().path("items");
    assertEquals(3, listed.size());
    assertTrue(listed.path(2).path("current").asBoolean());
    assertFalse(listed.path(1).path("current").asBoolean());
    assertEquals("2026-03-01T12:01:00Z", listed.path(2).path("opened_at").asText());
    var path = "/users/me/sessions/" + listed.path(1).path("_id").asText();
    assertEquals(404, api.delete(api.admin(), path).status());
    assertEquals(200, api.delete(here, path).status());
    assertVoid(lost);
    assertEquals(2, api.get(here, "/users/me/sessions").json().path("items").size());
  }

  private void assertVoid(Api.Answer login) {
    assertEquals(401, api.get(login.text("/access_token"), "/orders/").status());
    assertEquals(
        401,
        api.postHeaders("/auth/validate", "access-token", login.text("/access_token")).status());
    assertEquals(
        401,
        api.postHeaders("/auth/token", "refresh-token", login.text("/refresh_token")).status());
  }

  @Test
  void anApiTokenDoesWhatItsScopesSayUntilItExpires() {
    var olga = api.user("olga", "operator");
    var made =
        api.post(
            olga,
            "/users/me/tokens",
            "{\"name\": \"script\", \"scopes\": [\"read_orders\"], \"days\": 90}");
    assertEquals(201, made.status());
    var token = made.text("/token");
    assertEquals(200, api.get(token, "/orders/").status());
    var refused = api.get(token, "/workers/");
    assertEquals(403, refused.status());
    assertTrue(refused.text("/error").contains("lacks the scope read_workers"));
    assertEquals(403, api.get(token, "/users/me/tokens").status());
    assertEquals(1, api.get(olga, "/users/me/tokens").json().path("items").size());
    api.clock.pass(Duration.ofDays(90));
    assertEquals(401, api.get(token, "/orders/").status());
  }

  @Test
  void nobodyGivesAnApiTokenMoreThanTheyHave() {
    var olga = api.user("olga", "operator");
    for (var scope : List.of("manage_users", "own_account", "everything")) {
      var body = "{\"name\": \"x\", \"scopes\": [\"" + scope + "\"], \"days\": 1}";
      assertEquals(400, api.post(olga, "/users/me/tokens", body).status());
    }
  }

  @Test
  void theKeysThatSignAreOpenToAll() {
    api.admin();
    var keys = api.get("", "/.well-known/jwks.json");
    assertEquals("EC", keys.text("/keys/0/kty"));
    assertEquals(1, keys.json().path("keys").size());
    assertFalse(keys.response().body().contains("\"d\""));
  }

  @Test
  void anExpiredAccessTokenSaysSo() {
    var token = api.admin();
    assertEquals(200, api.postHeaders("/auth/validate", "access-token", token).status());
    api.clock.pass(Duration.ofMinutes(61).plusSeconds(1));
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
