package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// One shop for all: each fact has its own things there.
@TestInstance(Lifecycle.PER_CLASS)
class SetupPagesTest {
  private static final String EVIL = "<script>alert(1)</script>\"'><b>";
  private static final List<String> KINDS =
      List.of("schedules", "channels", "warehouses", "media", "auto-images", "users");

  private Shop shop;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    shop.user("olga", "operator");
    shop.user("carl", "client");
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private Browser signedIn(String name) {
    var other = shop.browser();
    other.signIn(name, Shop.PASSWORD);
    return other;
  }

  private Browser.Page make(String kind, Map<String, String> fields) {
    var path = "/setup/" + kind + "/new";
    return browser.post(browser.get(path), path, fields);
  }

  private JsonNode kept(String kind, String key, String name)
      throws IOException, InterruptedException {
    for (var one : shop.admin.get("/" + kind + "/?limit=500").path("items")) {
      if (one.path(key).asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no " + name);
  }

  private String path(String kind, String key, String name)
      throws IOException, InterruptedException {
    return "/setup/" + kind + "/" + kept(kind, key, name).path("_id").asText();
  }

  /// Goes on from a page that asks.
  private Browser.Page confirmed(String path, String sentence) {
    var asked = browser.get(path);
    assertTrue(asked.has(sentence), asked.html());
    return browser.post(asked, path, Map.of());
  }

  @Test
  void aScheduleIsMadeChangedSwitchedOffAndOnAndDeleted() throws Exception {
    var fields =
        Map.of(
            "name",
            "nightly",
            "job",
            "prune-facts",
            "cron",
            "30 2 * * *",
            "time_zone",
            "Europe/Paris",
            "misfire",
            "skip");
    assertTrue(make("schedules", fields).has("nightly is saved."));
    var path = path("schedules", "name", "nightly");
    var list = browser.get("/setup/schedules");
    assertTrue(list.has("href=\"" + path + "\""), list.html());
    assertTrue(list.has("never yet"), list.html());

    var form = browser.get(path);
    assertTrue(form.has("value=\"30 2 * * *\""), form.html());
    var changed = new HashMap<>(fields);
    changed.put("overlap", "true");
    changed.put("cron", "0 3 * * *");
    assertTrue(browser.post(form, path, changed).has("nightly is saved."));
    assertTrue(kept("schedules", "name", "nightly").path("overlap").asBoolean());
    assertEquals("0 3 * * *", kept("schedules", "name", "nightly").path("cron").asText());

    assertTrue(confirmed(path + "/off", "nightly is no longer due").has("nightly is switched off"));
    assertFalse(kept("schedules", "name", "nightly").path("enabled").asBoolean());
    var on = browser.post(browser.get(path), path + "/on", Map.of());
    assertTrue(on.has("nightly is in use again."), on.html());
    assertTrue(kept("schedules", "name", "nightly").path("enabled").asBoolean());

    assertTrue(confirmed(path + "/delete", "gone for good").has("nightly is deleted."));
    assertFalse(browser.get("/setup/schedules").has("nightly"));
  }

  @Test
  void whatTheSchedulerRefusesStandsAtTheFieldAndNothingTypedIsLost() {
    var page =
        make(
            "schedules",
            Map.of("name", "odd", "job", "prune-facts", "cron", "often", "time_zone", "Paris"));
    assertEquals(400, page.status());
    assertTrue(page.has("id=\"cron-problem\""), page.html());
    assertTrue(page.has("id=\"time_zone-problem\""), page.html());
    assertTrue(page.has("value=\"often\""), page.html());
    var size = make("media", Map.of("name", "a card", "type", "physical", "size", "large"));
    assertTrue(size.has("id=\"size-problem\""), size.html());
    var recipe =
        make("auto-images", Map.of("slug", "odd", "channel", "cardshop", "config", "base: {}"));
    assertTrue(recipe.has("id=\"config-problem\""), recipe.html());
    var yaml = make("auto-images", Map.of("slug", "odd", "channel", "cardshop", "config", "a: ["));
    assertEquals(400, yaml.status());
    assertTrue(yaml.has("id=\"config-problem\""), yaml.html());
    assertTrue(yaml.has("a: ["), yaml.html());
  }

  @Test
  void aTakenNameAndANeededThingAreSaidSo() throws Exception {
    var taken = Map.of("slug", "cardshop", "name", "Again");
    var page = make("channels", taken);
    assertEquals(409, page.status());
    assertTrue(page.has("of this name already"), page.html());
    var needed = path("warehouses", "slug", "main");
    var after = confirmed(needed + "/delete", "One that a channel uses cannot be deleted.");
    assertEquals("/setup/warehouses", after.path());
    assertTrue(after.has("role=\"alert\""), after.html());
    assertTrue(after.has("give it another one first"), after.html());
    assertEquals(404, browser.get("/setup/media/0123456789abcdef01234567").status());
  }

  @Test
  void theSecretsOfAnAutoImageStayWhenTheRestChanges() throws Exception {
    var recipe = "base:\n  source: https://reader:s3cr3t@example.org/base.img\n";
    var fields =
        new HashMap<>(
            Map.of(
                "slug", "kiosk", "channel", "cardshop", "email", "a@b.example", "config", recipe));
    assertTrue(make("auto-images", fields).has("kiosk is saved."));
    var path = path("auto-images", "slug", "kiosk");
    var form = browser.get(path);
    assertFalse(form.has("s3cr3t"), form.html());
    var shown = Pattern.compile("(?s)<textarea[^>]*>(.*)</textarea>").matcher(form.html());
    assertTrue(shown.find(), form.html());
    fields.put("config", shown.group(1).replace("\n", "\r\n"));
    fields.put("email", "c@d.example");
    var saved = browser.post(form, path, fields);
    assertTrue(saved.has("kiosk is saved."), saved.html());
    assertEquals("c@d.example", kept("auto-images", "slug", "kiosk").path("email").asText());
  }

  @Test
  void aUserIsMadeGivenAnotherRoleAndAnotherPasswordAndSwitchedOff() throws Exception {
    var fields =
        Map.of(
            "username",
            "paula",
            "role",
            "operator",
            "channel",
            "cardshop",
            "password",
            Shop.PASSWORD);
    assertTrue(make("users", fields).has("paula is saved."));
    assertEquals("/orders", signedIn("paula").get("/orders").path());
    var path = path("users", "username", "paula");
    var form = browser.get(path);
    assertFalse(form.has(Shop.PASSWORD) || form.has("name=\"password\""), form.html());
    browser.post(form, path, Map.of("role", "manager", "channel", "", "email", ""));
    assertEquals("manager", kept("users", "username", "paula").path("role").asText());

    var ask = browser.get(path + "/password");
    assertTrue(ask.has("paula is signed out everywhere"), ask.html());
    var weak = browser.post(ask, path + "/password", Map.of("new_password", "short"));
    assertEquals(400, weak.status());
    assertTrue(weak.has("id=\"new_password-problem\""), weak.html());
    var fresh = "quite another long one";
    var done = browser.post(ask, path + "/password", Map.of("new_password", fresh));
    assertTrue(done.has("paula has a new password."), done.html());
    assertFalse(done.has(fresh), done.html());
    var old = shop.browser();
    assertEquals(401, old.signIn("paula", Shop.PASSWORD).status());

    assertTrue(confirmed(path + "/off", "loses all API tokens").has("paula is switched off."));
    assertFalse(kept("users", "username", "paula").path("active").asBoolean());
    assertTrue(browser.get("/setup/users").has("class=\"badge off\""));
  }

  @Test
  void nobodyLocksThemselvesOut() throws Exception {
    var path = path("users", "username", "admin");
    assertEquals("/account", browser.get(path + "/password").path());
    var off = confirmed(path + "/off", "signed out everywhere");
    assertTrue(off.has("You cannot deactivate yourself"), off.html());
    var deleted = confirmed(path + "/delete", "gone for good");
    assertTrue(deleted.has("You cannot delete yourself"), deleted.html());
  }

  @Test
  void whoMayNotChangeReadsOnlyAndWhoMayNotReadSeesNothing() throws Exception {
    shop.admin.post(
        "/media/", Json.object().put("name", "seen").put("type", "physical").put("size", 8));
    var olga = signedIn("olga");
    var list = olga.get("/setup/media");
    assertTrue(list.has("seen"), list.html());
    assertFalse(list.has("/setup/media/new") || list.has("href=\"/setup/media/"), list.html());
    assertTrue(olga.get("/setup/media/new").has("Only who may change"));
    var sent =
        olga.post(list, "/setup/media/new", Map.of("name", "n", "type", "physical", "size", "8"));
    assertEquals(403, sent.status());
    assertTrue(olga.get("/setup/auto-images").has("/setup/auto-images/new"));
    assertEquals(403, olga.get("/setup/users").status());
    assertEquals(403, olga.get("/setup/audit").status());
    assertFalse(list.has("href=\"/setup/users\"") || list.has("href=\"/setup/audit\""));
    var carl = signedIn("carl");
    for (var kind : KINDS) {
      assertEquals(403, carl.get("/setup/" + kind).status(), kind);
    }
    assertFalse(carl.get("/account").has("href=\"/setup/"));
  }

  @Test
  void eachKindHasAPageAndAFormInEachLanguage() {
    for (var language : List.of("en", "fr", "ar")) {
      var reader = browser.with("Accept-Language", language);
      for (var kind : KINDS) {
        for (var path : List.of("/setup/" + kind, "/setup/" + kind + "/new")) {
          var page = reader.get(path);
          assertEquals(200, page.status(), path);
          assertTrue(page.has("lang=\"" + language + "\""), path);
          assertTrue(page.has("href=\"/setup/" + kind + "\" aria-current=\"page\""), path);
        }
      }
    }
  }

  @Test
  void whatPeopleNameIsTextOnly() throws Exception {
    shop.admin.post("/channels/", Json.object().put("slug", "evil").put("name", EVIL));
    shop.admin.post(
        "/media/", Json.object().put("name", EVIL).put("type", "virtual").put("size", 8));
    shop.admin.post(
        "/schedules/",
        Json.object().put("name", EVIL).put("cron", "0 3 * * *").put("job", "prune-facts"));
    shop.admin.post(
        "/warehouses/",
        Json.object()
            .put("slug", "evil")
            .put("name", EVIL)
            .put("upload_uri", "ftp://a.example")
            .put("download_uri", "ftp://a.example"));
    for (var path :
        List.of(
            "/setup/channels",
            "/setup/media",
            "/setup/schedules",
            "/setup/warehouses",
            "/setup/audit",
            path("schedules", "name", EVIL),
            path("schedules", "name", EVIL) + "/off",
            path("media", "name", EVIL) + "/delete")) {
      var page = browser.get(path);
      assertEquals(200, page.status(), path);
      assertTrue(page.has("alert(1)"), path);
      assertNoMarkup(page);
    }
    var refused = make("users", Map.of("username", EVIL, "email", EVIL, "password", EVIL));
    assertEquals(400, refused.status());
    assertNoMarkup(refused);
    assertNoMarkup(browser.get("/setup/audit?by=%22%3E%3Cb%3E%3Cscript%3Ealert(1)"));
  }

  private static void assertNoMarkup(Browser.Page page) {
    assertFalse(page.has("<b>") || page.has("<script>"), page.html());
    assertFalse(page.has("\"'>"), page.html());
  }

  @Test
  void nothingIsDoneForAForeignPage() throws Exception {
    var user = path("users", "username", "carl");
    for (var path :
        List.of(
            "/setup/media/new",
            user,
            user + "/off",
            user + "/on",
            user + "/delete",
            user + "/password",
            "/fleet/dead-letters/0123/send",
            "/fleet/dead-letters/0123/discard",
            "/orders/views",
            "/orders/views/remove")) {
      assertEquals(403, browser.postRaw(path, Map.of("name", "x")).status(), path);
    }
    assertTrue(kept("users", "username", "carl").path("active").asBoolean());
  }

  @Test
  void theAuditSaysWhoDidWhatAndThatItIsWhole() throws Exception {
    shop.admin.post(
        "/media/", Json.object().put("name", "audited").put("type", "physical").put("size", 16));
    var page = browser.get("/setup/audit?by=admin&what=POST%20%2Fmedia");
    assertTrue(page.has("<code dir=\"ltr\">POST /media</code>"), page.html());
    assertTrue(page.has("\"name\" : \"audited\""), page.html());
    assertFalse(page.has(">POST /users<"), page.html());
    assertTrue(browser.get("/setup/audit?by=nobody").has("There is no such entry."));
    var refused = browser.get("/setup/audit?since=yesterday");
    assertEquals(200, refused.status());
    assertTrue(refused.has("must be a time") && refused.has("value=\"yesterday\""));
    var day = shop.clock.instant().toString().substring(0, 10);
    assertTrue(browser.get("/setup/audit?since=" + day + "&until=" + day).has(">POST /users<"));
    var verified = browser.get("/setup/audit/verification");
    assertTrue(verified.has("The audit is whole"), verified.html());
  }
}
