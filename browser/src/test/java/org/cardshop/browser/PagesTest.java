package org.cardshop.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/// Every page that links lead to, in a factory that has something to show on each. Their pictures
/// are left in `target/screenshots`.
class PagesTest {
  /// English last: it is what `Person` reads.
  private static final List<String> LANGUAGES = List.of("ar", "en");

  /// By their ends: one for each language and light is enough.
  private static final List<String> PICTURES = List.of("-en", "-ar-dark");

  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final String MARKUP = "'\"></textarea><img src=x onerror=alert(1)>";

  @TempDir static Path temp;
  static Product product;
  static Path pictures;
  static String hostile = "";
  static Map<String, URI> pages = Map.of();

  @BeforeAll
  static void someOrders() throws Exception {
    for (int slot = 1; slot <= 8; slot++) {
      insert(Files.createDirectories(temp.resolve("cards")).resolve("A-0" + slot + ".img"));
    }
    product = Product.start(temp, Map.of("CARDSHOP_CONFIRM", "auto"));
    pictures = Files.createDirectories(Path.of("target", "screenshots"));
    try (var admin = product.admin()) {
      var done = product.order(admin, product.sample(), 2);
      product.awaitOrder(admin, done, "pending_shipment");
      var broken = product.sample();
      broken.withObjectProperty("base").put("source", "file:///nowhere/base.img");
      product.awaitOrder(admin, product.order(admin, broken, 1), "creation_failed");
      hostile = product.order(admin, marked(product.sample()), 1, MARKUP);
      product.order(admin, product.sample(), 9);
      var token = Json.object().put("name", "accounting").put("days", 30);
      token.putArray("scopes").add("read_orders");
      admin.post("/users/me/tokens", token);
    }
    try (var screen = Screen.open(Screen.Size.DESKTOP)) {
      new Person(screen, product).signIn();
      pages = new Crawl(screen, product.manager()).pages();
    }
    assertTrue(pages.size() > 10, pages::toString);
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void axeFindsNothingOnAnyPageLightAndDarkInEnglishAndArabic() throws Exception {
    var problems = new ArrayList<String>();
    try (var screen = Screen.open(Screen.Size.DESKTOP)) {
      for (var language : LANGUAGES) {
        speak(screen, language, product.manager());
        problems.addAll(look(screen, "sign_in-" + language));
      }
      new Person(screen, product).signIn();
      var all = new HashMap<>(pages);
      all.put("not_found", product.manager().resolve("/no-such-page"));
      for (var language : LANGUAGES) {
        speak(screen, language, product.manager());
        for (var page : all.entrySet()) {
          screen.go(page.getValue());
          problems.addAll(look(screen, page.getKey() + "-" + language));
        }
      }
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void whatAnOrderSaysIsNowhereTakenForMarkup() throws Exception {
    var marked = new ArrayList<String>();
    try (var screen = Screen.open(Screen.Size.DESKTOP)) {
      new Person(screen, product).signIn();
      for (var page : pages.entrySet()) {
        var path =
            page.getValue().getPath().replaceFirst("orders/[0-9a-f]{24}", "orders/" + hostile);
        screen.go(product.manager().resolve(path));
        if (!screen.all(By.cssSelector("[onerror], [src=x]")).isEmpty()) {
          marked.add(path);
        }
      }
      screen.go(product.manager().resolve("/orders/" + hostile));
      assertTrue(new Person(screen, product).read().contains(MARKUP));
      screen.go(product.manager().resolve("/orders/new?from=" + hostile));
      assertEquals(List.of(), screen.all(By.cssSelector("[onerror], [src=x]")));
    }
    assertEquals(List.of(), marked);
  }

  @Test
  void noPageIsWiderThanAPhone() throws Exception {
    var wide = new ArrayList<String>();
    try (var screen = Screen.open(Screen.Size.PHONE)) {
      new Person(screen, product).signIn();
      for (var page : pages.entrySet()) {
        screen.go(page.getValue());
        if (screen.isTooWide()) {
          wide.add(page.getKey());
        }
        keep(screen, page.getKey() + "-phone");
      }
    }
    assertEquals(List.of(), wide);
  }

  @Test
  void aTileThatSaysOtherWordsKeepsItsElementsAndOneOfAnotherShapeIsLeftToHtmx() throws Exception {
    var tellsTiles =
        """
        const tile = document.querySelector("[sse-swap=writer-1]");
        const slot = tile.querySelector("li");
        const isLeft = (html) => tile.dispatchEvent(new CustomEvent("htmx:sseBeforeMessage",
          { bubbles: true, cancelable: true, detail: { data: html } }));
        const words = isLeft(tile.innerHTML.replace("A-01", "Z-99"));
        const isThere = slot.isConnected && slot.textContent.includes("Z-99");
        return [words, isThere, isLeft(tile.innerHTML.replace("<li", "<li></li><li"))];
        """;
    try (var screen = Screen.open(Screen.Size.DESKTOP)) {
      new Person(screen, product).signIn();
      screen.go(product.manager().resolve("/bench/wall"));
      assertEquals(List.of(false, true, true), screen.driver().executeScript(tellsTiles));
    }
  }

  /// A card of 8 GB that takes no room yet.
  private static void insert(Path card) throws IOException {
    try (var file = new RandomAccessFile(card.toFile(), "rw")) {
      file.setLength(8_000_000_000L);
    }
  }

  private static ObjectNode marked(ObjectNode recipe) {
    recipe
        .withArray("files")
        .addObject()
        .put("content", MARKUP)
        .put("to", "/data/" + MARKUP.replace('/', '_'));
    recipe.withObjectProperty("offspot").put("hostname", MARKUP);
    return recipe;
  }

  /// Pages that no link leads to.
  @Test
  void axeFindsNothingOnQuestionsAndAtTheDoor() throws Exception {
    var problems = new ArrayList<String>();
    try (var screen = Screen.open(Screen.Size.DESKTOP)) {
      var person = new Person(screen, product);
      person.open("/sign-in");
      person.fill("User name", "admin");
      person.fill("Password", "a guess");
      person.press("Sign in");
      problems.addAll(look(screen, "sign_in_refused"));
      person.signIn();
      person.open("/orders/" + hostile);
      person.press("Cancel order");
      problems.addAll(look(screen, "question"));
      person.open("/orders/new");
      screen.driver().manage().deleteAllCookies();
      person.press("Place order");
      problems.addAll(look(screen, "sign_in_kept"));
    }
    assertEquals(List.of(), problems);
  }

  /// From now on; the page that is shown says it so already.
  private static void speak(Screen screen, String language, URI address) {
    screen.go(address);
    screen.driver().findElement(By.cssSelector("button[value=" + language + "]")).click();
  }

  /// At what is shown now, by day and by night.
  private static List<String> look(Screen screen, String name) throws IOException {
    var problems = new ArrayList<String>();
    for (boolean isDark : List.of(false, true)) {
      var shown = name + (isDark ? "-dark" : "");
      screen.dark(isDark);
      var found = new AxeBuilder().withTags(RULES).analyze(screen.driver()).getViolations();
      found.forEach(rule -> problems.add(shown + ": " + told(rule)));
      if (PICTURES.stream().anyMatch(shown::endsWith)) {
        keep(screen, shown);
      }
    }
    screen.dark(false);
    return problems;
  }

  private static String told(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().stream().map(n -> n.getHtml()).toList();
  }

  private static void keep(Screen screen, String name) throws IOException {
    Files.write(pictures.resolve(name + ".webp"), screen.picture());
  }
}
