package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders by form.
class RecipeFormPageTest {
  private static final int MIB = 1 << 20;
  private static final String NEW = "/orders/new";
  private static final String TRAP = "<script>alert(1)</script>";
  private static final String FEED =
      """
      <feed xmlns="http://www.w3.org/2005/Atom">
        <entry><title>Water</title><language>eng</language>
          <link rel="http://opds-spec.org/acquisition/open-access" href="water.zim" length="3000000000"/></entry>
        <entry><title>&lt;script>alert(1)&lt;/script></title><language>fra</language>
          <link rel="http://opds-spec.org/acquisition/open-access" href="marche.zim"/></entry>
      </feed>
      """;

  private final Shop shop;
  private final Browser browser;
  private final String base;
  private final String water;

  RecipeFormPageTest(@TempDir Path folder) throws Exception {
    var feed = Files.writeString(folder.resolve("catalogue.xml"), FEED);
    base = base(folder.resolve("base.img")).toString().replace("file:/", "file:///");
    water = "file://" + folder.resolve("water.zim");
    shop = new Shop(new ManagerConfig.Offer(Optional.of(feed.toUri()), base));
    browser = shop.signedIn();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void anOrderIsPlacedByFormWithAContentFromTheCatalogue() throws Exception {
    var page = browser.get(NEW);
    assertTrue(page.has("value=\"" + base + "\""), page.html());
    assertTrue(page.has("<bdi class=\"title\">Water</bdi>"), page.html());
    var form = form();
    form.put("content", water);
    form.put("wifi.ssid", "School");
    form.put("wifi.passphrase", "open sesame");
    form.put("admin.name", "head");
    form.put("admin.secret", "a good one");
    form.put("do", "place");
    var placed = send(page, form);
    assertTrue(placed.has("The order was placed."), placed.html());
    assertFalse(placed.has("open sesame"), "masked");
    assertFalse(placed.has("a good one"), "masked");
    var recipe = shop.admin.get(placed.path()).path("config");
    assertEquals(water, recipe.at("/files/0/url").asText());
    assertEquals("/data/contents/zims/water.zim", recipe.at("/files/0/to").asText());
    assertEquals("School", recipe.at("/offspot/ap/ssid").asText());

    var again = browser.get(NEW + "?from=" + placed.path().substring("/orders/".length()));
    assertTrue(again.has("value=\"form\""), "as a form");
    assertTrue(again.has("<a href=\"#wifi.passphrase\">"), again.html());
    assertTrue(again.has("<a href=\"#admin.secret\">"), again.html());
    assertTrue(again.has("value=\"" + water + "\" checked"), again.html());
    form = form();
    form.put("recipe", again.hidden().get("recipe"));
    form.put("wifi.ssid", "School");
    form.put("wifi.passphrase", "•••");
    var refused = send(again, form);
    assertEquals(400, refused.status());
    assertTrue(refused.has("id=\"wifi.passphrase-problem\""), refused.html());
  }

  @Test
  void rowsAreAddedAndRemovedAndNothingTypedIsLost() {
    var page = browser.get(NEW);
    var form = form();
    form.put("client.name", TRAP);
    form.put("do", "add:files");
    var one = send(page, form);
    assertTrue(one.has("<legend>File 1</legend>"), one.html());
    form.put("files.0.at", "");
    form.put("files.0.url", TRAP);
    form.put("files.0.content", "two\nlines");
    var two = send(one, form);
    assertTrue(two.has("<legend>File 2</legend>"), two.html());
    assertTrue(two.has("value=\"&lt;script"), two.html());
    assertTrue(two.has("\ntwo\nlines</textarea>"), two.html());
    assertFalse(two.has(TRAP), "neither a title of the catalogue nor what was typed");
    form.put("do", "remove:files.0");
    assertFalse(send(two, form).has("<legend>File 1</legend>"));
  }

  @Test
  void theRecipeGoesToYamlAndBackWithAllThatTheFormDoesNotKnow() {
    var page = browser.get(NEW);
    var yaml =
        """
        base: {source: "https://e.org/b.img", checksum: {algo: md5}}
        offspot: {containers: {name: kept}}
        files: [{url: "https://e.org/a", to: /data/a}]
        """;
    var typed = Shop.form();
    typed.put("config", yaml);
    typed.put("do", "form");
    var shown = send(page, typed);
    assertTrue(shown.has("value=\"https://e.org/b.img\""), shown.html());
    assertTrue(shown.has("name=\"files.0.to\" type=\"text\" value=\"/data/a\""), shown.html());
    var form = form();
    form.put("recipe", shown.hidden().get("recipe"));
    form.put("base.source", "https://e.org/other.img");
    form.put("files.0.at", "0");
    form.put("files.0.url", "https://e.org/a");
    form.put("files.0.to", "/data/b");
    form.put("do", "yaml");
    var back = send(shown, form);
    for (var part : List.of("name: kept", "algo: md5", "other.img", "to: /data/b")) {
      assertTrue(back.has(part), part + back.html());
    }
    typed.put("config", "base: [\n");
    var unreadable = send(page, typed);
    assertTrue(unreadable.has("this is not YAML"), unreadable.html());
    assertTrue(unreadable.has("(line "), unreadable.html());
    assertTrue(unreadable.has("base: [\n"), unreadable.html());
  }

  @Test
  void problemsStandAtTheFieldsThatHaveThem() {
    var form = form();
    form.put("content", water);
    form.put("files.3.at", "");
    form.put("files.3.url", "https://e.org/a");
    form.put("files.3.to", "/etc/passwd");
    form.put("wifi.ssid", "School");
    form.put("do", "check");
    var checked = send(browser.get(NEW), form);
    assertTrue(
        checked.has("<a href=\"#files.3.to\">File 1 · Place on the card</a>"), checked.html());
    assertTrue(checked.has("id=\"files.3.to-problem\""), checked.html());
    assertTrue(checked.has("id=\"wifi.passphrase-problem\""), checked.html());
    form.remove("wifi.ssid");
    form.put("do", "place");
    var refused = send(browser.get(NEW), form);
    assertEquals(400, refused.status());
    assertTrue(refused.has("id=\"files.3.to-problem\""), refused.html());
    assertFalse(refused.has("id=\"wifi.passphrase-problem\""), refused.html());
  }

  @Test
  void theRoomOnTheCardIsComputedPartByPart() throws Exception {
    shop.admin.post(
        "/media/", Json.object().put("name", "Small").put("type", "physical").put("size", 4));
    var page = browser.get(NEW);
    assertTrue(page.has("<option value=\"4\""), page.html());
    var form = form();
    form.put("do", "room");
    form.put("content", water);
    var part = browser.with("HX-Request", "true").post(page, NEW, form);
    assertFalse(part.has("<html"), part.html());
    assertTrue(part.has("Fits on a card of 8 GB, "), part.html());
    assertTrue(part.has("3.0 GB"), part.html());
    form.put("sd_card.size", "2");
    assertTrue(send(page, form).has("Too large for a card of 2 GB, by 1."), part.html());
    form.put("files.0.at", "");
    form.put("files.0.url", "https://e.org/a.zip");
    form.put("files.0.to", "/data/a");
    form.put("files.0.via", "zip");
    form.put("sd_card.size", "8");
    var unknown = send(page, form);
    assertTrue(unknown.has("Parts whose size is not known: 2."), unknown.html());
    assertTrue(unknown.has("Not known yet: the size of the image"), unknown.html());
  }

  @Test
  void theCatalogueIsSearchedAndItsLossIsSaid(@TempDir Path folder) throws Exception {
    var form = form();
    form.put("do", "find");
    form.put("find.language", "eng");
    form.put("content", "https://e.org/gone.zim");
    var page = send(browser.get(NEW), form);
    assertTrue(page.has("<bdi class=\"title\">Water</bdi>"), page.html());
    assertFalse(page.has("alert(1)"), page.html());
    assertTrue(page.has("value=\"https://e.org/gone.zim\" checked"), page.html());
    try (var other =
        new Shop(new ManagerConfig.Offer(Optional.of(folder.resolve("no").toUri()), ""))) {
      var without = other.signedIn().get(NEW);
      assertEquals(200, without.status());
      assertTrue(without.has("The catalogue cannot be read at present"), without.html());
    }
  }

  @Test
  void howLongItTakesIsNotMadeUp() {
    assertTrue(browser.get(NEW).has("no image was built here of late"), "nothing yet");
    var form = form();
    form.put("do", "room");
    form.put("pace", "1000000.0;100000.0");
    var page = send(browser.get(NEW), form);
    assertTrue(page.has("To build the image: about "), page.html());
    assertTrue(page.has("For each card in its slot: about "), page.html());
  }

  private Browser.Page send(Browser.Page page, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("key", page.key());
    return browser.post(page, NEW, all);
  }

  private Map<String, String> form() {
    var form = Shop.form();
    form.remove("config");
    form.put("mode", "form");
    form.put("base.source", base);
    form.put("output.size", "auto");
    return form;
  }

  /// As much of a base as tells how it is laid out.
  private static URI base(Path file) throws IOException {
    var sector = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    int[] starts = {4, 40, 84};
    int[] sizes = {36, 44, 12};
    for (int i = 0; i < 3; i++) {
      sector.put(446 + i * 16 + 4, (byte) (i == 0 ? 0x0c : 0x83));
      sector.putInt(446 + i * 16 + 8, starts[i] * (MIB / 512));
      sector.putInt(446 + i * 16 + 12, sizes[i] * (MIB / 512));
    }
    sector.putShort(510, (short) 0xaa55);
    return Files.write(file, sector.array()).toUri();
  }
}
