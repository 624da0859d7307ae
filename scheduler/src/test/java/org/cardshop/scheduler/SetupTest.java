package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Users, channels, warehouses, schedules, media, auto-images.
class SetupTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theFirstStartMakesAdminAndAChannel() {
    assertEquals("cardshop", api.get(api.admin(), "/channels/").text("/items/0/slug"));
    assertEquals("manager", api.get(api.admin(), "/users/admin").text("/role"));
    assertTrue(api.told().contains("channel cardshop"));
  }

  @Test
  void aNewChannelAndANewWorkerGetTheirQueues() {
    var made = api.post(api.admin(), "/channels/", "{\"slug\": \"mali\", \"name\": \"Mali\"}");
    assertEquals(201, made.status());
    api.user("creator-1", "creator");
    assertTrue(api.told().contains("channel mali"));
    assertTrue(api.told().contains("worker creator-1"));
    api.user("olga", "operator");
    assertFalse(api.told().contains("worker olga"));
  }

  @Test
  void aTakenNameIsAConflict() {
    var channel = "{\"slug\": \"mali\", \"name\": \"Mali\"}";
    assertEquals(201, api.post(api.admin(), "/channels/", channel).status());
    assertEquals(409, api.post(api.admin(), "/channels/", channel).status());
    api.user("olga", "operator");
    var again = "{\"username\": \"olga\", \"password\": \"a good password\", \"role\": \"client\"}";
    assertEquals(409, api.post(api.admin(), "/users/", again).status());
  }

  @ParameterizedTest
  @CsvSource({
    "short,     eleven11111,                   at least 12 characters",
    "common,    password1234,                  guessed first",
    "named,     cardshop12345,                 guessed first",
    "long,      0123456789012345678901234567890123456789012345678901234567890123456789012,   72"
        + " bytes"
  })
  void aPasswordHasItsBounds(String name, String password, String sentence) {
    var user = Json.object().put("username", name).put("password", password);
    var answer = api.post(api.admin(), "/users/", Json.text(user.put("role", "client")));
    assertEquals(400, answer.status());
    assertTrue(answer.text("/error").contains(sentence), answer.text("/error"));
  }

  @Test
  void aWorkerNeedsAChannelAndAPlainName() {
    var answer =
        api.post(
            api.admin(),
            "/users/",
            "{\"username\": \"My Writer\", \"password\": \"a good password\", \"role\":"
                + " \"writer\"}");
    assertEquals(400, answer.status());
    assertEquals(2, answer.json().path("fields").size());
  }

  @Test
  void onesOwnPasswordNeedsTheOldOne() {
    var olga = api.user("olga", "operator");
    var path = "/users/olga/password";
    var wrong = "{\"old\": \"not this one\", \"new\": \"another password\"}";
    assertEquals(400, api.patch(olga, path, wrong).status());
    api.clock.pass(Duration.ofSeconds(1));
    var right = "{\"old\": \"a good password\", \"new\": \"another password\"}";
    assertEquals(200, api.patch(olga, path, right).status());
    var again = api.login("olga", "another password").text("/access_token");
    assertEquals(404, api.patch(again, "/users/admin/password", right).status());
    assertEquals(200, api.patch(api.admin(), path, "{\"new\": \"a third password\"}").status());
  }

  @Test
  void whoMayNotIsToldSo() {
    assertEquals(401, api.get("", "/users/").status());
    assertEquals(401, api.get("nonsense", "/users/").status());
    var olga = api.user("olga", "operator");
    assertEquals(403, api.get(olga, "/users/").status());
    assertEquals(403, api.post(olga, "/channels/", "{}").status());
    assertEquals(200, api.get(olga, "/channels/").status());
    var carla = api.user("carla", "client");
    assertEquals(403, api.get(carla, "/workers/").status());
    var writer = api.user("writer-1", "writer");
    assertEquals(403, api.get(writer, "/orders/").status());
  }

  @Test
  void nobodyLocksThemselvesOut() {
    assertEquals(409, api.delete(api.admin(), "/users/admin").status());
    assertEquals(400, api.patch(api.admin(), "/users/admin", "{\"active\": false}").status());
    assertEquals(400, api.patch(api.admin(), "/users/admin", "{\"role\": \"client\"}").status());
  }

  @Test
  void whatIsInUseIsNotDeleted() {
    api.warehouse();
    api.placed(api.admin(), Api.order());
    assertEquals(409, api.delete(api.admin(), "/warehouses/main").status());
    assertEquals(409, api.delete(api.admin(), "/channels/cardshop").status());
    assertEquals(
        400, api.patch(api.admin(), "/channels/cardshop", "{\"slug\": \"other\"}").status());
  }

  @Test
  void aNameIsNotTakenAway() {
    assertEquals(400, api.patch(api.admin(), "/channels/cardshop", "{\"name\": \" \"}").status());
    assertEquals(200, api.patch(api.admin(), "/channels/cardshop", "{\"name\": \"C\"}").status());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://a:0, 400",
    "ftp://a:99999, 400",
    "ftp:///a, 400",
    "ftp://a:65535, 201",
    "ftps://a, 201"
  })
  void aWarehouseIsWhereThereMayBeOne(String address, int status) {
    var warehouse =
        "{\"slug\": \"w\", \"name\": \"W\", \"upload_uri\": \"%s\", \"download_uri\": \"%s\"}"
            .formatted(address, address);
    assertEquals(status, api.post(api.admin(), "/warehouses/", warehouse).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/schedules/ | {'name': 'nightly', 'cron': '30 2 * * *', 'job': 'prune'} | {'cron': 'now'}",
        "/media/ | {'name': '8 GB', 'type': 'physical', 'size': 8} | {'size': 0}",
        "/warehouses/ | {'slug': 'w', 'name': 'W', 'upload_uri': 'ftp://a', 'download_uri':"
            + " 'ftp://b'} | {'upload_uri': 'http://a'}",
        "/auto-images/ | {'slug': 'fr', 'config': {'base': {'source': 'https://e.org/b.img'}},"
            + " 'channel': 'cardshop'} | {'channel': 'nowhere'}"
      })
  void whatIsMadeIsShownChangedAndDeleted(String path, String made, String wrong) {
    var admin = api.admin();
    var answer = api.post(admin, path, made.replace('\'', '"'));
    assertEquals(201, answer.status(), answer.response().body());
    var one = path + answer.text("/_id");
    assertEquals(answer.text("/_id"), api.get(admin, one).text("/_id"));
    assertEquals(1, api.get(admin, path).json().at("/meta/count").asInt());
    assertEquals(400, api.patch(admin, one, wrong.replace('\'', '"')).status());
    assertEquals(400, api.patch(admin, one, "{\"nonsense\": 1}").status());
    assertEquals(200, api.patch(admin, one, "{}").status());
    assertEquals(200, api.delete(admin, one).status());
    assertEquals(404, api.get(admin, one).status());
  }
}
