package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    desk = new Desk(shop, browser);
    shop.user("olga", "operator");
    shop.user("carl", "client");
  }

  @AfterAll
  void stop() {
    shop.close();
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
    assertTrue(desk.make("schedules", fields).has("nightly is saved."));
    var path = desk.path("schedules", "name", "nightly");
    var list = browser.get("/setup/schedules");
    assertTrue(list.has("href=\"" + path + "\""), list.html());
    assertTrue(list.has("never yet"), list.html());

    var form = browser.get(path);
    assertTrue(form.has("value=\"30 2 * * *\""), form.html());
    var changed = new HashMap<>(fields);
    changed.put("overlap", "true");
    changed.put("cron", "0 3 * * *");
    assertTrue(browser.post(form, path, changed).has("nightly is saved."));
    assertTrue(desk.kept("schedules", "name", "nightly").path("overlap").asBoolean());
    assertEquals("0 3 * * *", desk.kept("schedules", "name", "nightly").path("cron").asText());

    assertTrue(
        desk.confirmed(path + "/off", "nightly is no longer due").has("nightly is switched off"));
    assertFalse(desk.kept("schedules", "name", "nightly").path("enabled").asBoolean());
    var on = browser.post(browser.get(path), path + "/on", Map.of());
    assertTrue(on.has("nightly is in use again."), on.html());
    assertTrue(desk.kept("schedules", "name", "nightly").path("enabled").asBoolean());

    assertTrue(desk.confirmed(path + "/delete", "gone for good").has("nightly is deleted."));
    assertFalse(browser.get("/setup/schedules").has("nightly"));
  }

  @Test
  void whatTheSchedulerRefusesStandsAtTheFieldAndNothingTypedIsLost() {
    var page =
        desk.make(
            "schedules",
            Map.of("name", "odd", "job", "prune-facts", "cron", "often", "time_zone", "Paris"));
    assertEquals(400, page.status());
    assertTrue(page.has("id=\"cron-problem\""), page.html());
    assertTrue(page.has("id=\"time_zone-problem\""), page.html());
    assertTrue(page.has("value=\"often\""), page.html());
    var size = desk.make("media", Map.of("name", "a card", "type", "physical", "size", "large"));
    assertTrue(size.has("id=\"size-problem\""), size.html());
    var recipe =
        desk.make(
            "auto-images", Map.of("slug", "odd", "channel", "cardshop", "config", "base: {}"));
    assertTrue(recipe.has("id=\"config-problem\""), recipe.html());
    var yaml =
        desk.make("auto-images", Map.of("slug", "odd", "channel", "cardshop", "config", "a: ["));
    assertEquals(400, yaml.status());
    assertTrue(yaml.has("id=\"config-problem\""), yaml.html());
    assertTrue(yaml.has("a: ["), yaml.html());
  }

  @Test
  void aTakenNameAndANeededThingAreSaidSo() throws Exception {
    var taken = Map.of("slug", "cardshop", "name", "Again");
    var page = desk.make("channels", taken);
    assertEquals(409, page.status());
    assertTrue(page.has("of this name already"), page.html());
    var needed = desk.path("warehouses", "slug", "main");
    var after = desk.confirmed(needed + "/delete", "One that a channel uses cannot be deleted.");
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
    assertTrue(desk.make("auto-images", fields).has("kiosk is saved."));
    var path = desk.path("auto-images", "slug", "kiosk");
    var form = browser.get(path);
    assertFalse(form.has("s3cr3t"), form.html());
    var shown = Pattern.compile("(?s)<textarea[^>]*>(.*)</textarea>").matcher(form.html());
    assertTrue(shown.find(), form.html());
    fields.put("config", shown.group(1).replace("\n", "\r\n"));
    fields.put("email", "c@d.example");
    var saved = browser.post(form, path, fields);
    assertTrue(saved.has("kiosk is saved."), saved.html());
    assertEquals("c@d.example", desk.kept("auto-images", "slug", "kiosk").path("email").asText());
  }

  @Test
  void whoMayNotChangeReadsOnlyAndWhoMayNotReadSeesNothing() throws Exception {
    shop.admin.post(
        "/media/", Json.object().put("name", "seen").put("type", "physical").put("size", 8));
    var olga = desk.signedIn("olga");
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
    var carl = desk.signedIn("carl");
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
            desk.path("schedules", "name", EVIL),
            desk.path("schedules", "name", EVIL) + "/off",
            desk.path("media", "name", EVIL) + "/delete")) {
      var page = browser.get(path);
      assertEquals(200, page.status(), path);
      assertTrue(page.has("alert(1)"), path);
      assertNoMarkup(page);
    }
    var refused = desk.make("users", Map.of("username", EVIL, "email", EVIL, "password", EVIL));
    assertEquals(400, refused.status());
    assertNoMarkup(refused);
    assertNoMarkup(browser.get("/setup/audit?by=%22%3E%3Cb%3E%3Cscript%3Ealert(1)"));
  }

  private static void assertNoMarkup(Browser.Page page) {
    assertFalse(page.has("<b>") || page.has("<script>"), page.html());
    assertFalse(page.has("\"'>"), page.html());
  }
}
