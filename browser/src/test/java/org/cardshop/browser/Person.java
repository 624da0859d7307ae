package org.cardshop.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/// Somebody in front of a screen: finds things by the words on them, and sees what is visible only.
final class Person {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Screen screen;
  private final Product product;

  Person(Screen screen, Product product) {
    this.screen = screen;
    this.product = product;
  }

  void signIn() throws IOException {
    screen.go(product.manager());
    fill("User name", "admin");
    fill("Password", product.password());
    press("Sign in");
  }

  void open(String path) {
    screen.go(product.manager().resolve(path));
  }

  /// Types into the field that has this label.
  void fill(String label, String text) {
    await("to fill in " + label)
        .atMost(Product.PATIENCE)
        .pollInterval(LOOK)
        .ignoreException(StaleElementReferenceException.class)
        .until(() -> typed(field(label), text));
  }

  /// Types into, or chooses in, the field of this name, where several have the same words on them.
  void enter(String name, String text) {
    var field = screen.driver().findElement(By.name(name));
    if (field.getTagName().equals("select")) {
      field.findElement(By.cssSelector("option[value='" + text + "']")).click();
    } else {
      field.clear();
      field.sendKeys(text);
    }
  }

  private static boolean typed(WebElement field, String text) {
    field.clear();
    field.sendKeys(text);
    return text.equals(field.getDomProperty("value"));
  }

  /// Where one types, chooses or ticks.
  WebElement field(String label) {
    var labels = visible(By.xpath("//label[normalize-space()=" + quoted(label) + "]"));
    if (labels.isEmpty()) {
      throw new AssertionError("no field " + label + " on the page:\n" + read());
    }
    return screen
        .driver()
        .findElement(By.id(Objects.requireNonNull(labels.getFirst().getDomAttribute("for"))));
  }

  /// Ticks what has these words as its title.
  void tick(String title) {
    var words = quoted(title);
    var box = By.xpath("//label[.//*[normalize-space()=" + words + "]]//input[@type='checkbox']");
    screen.driver().findElement(box).click();
  }

  URI address() {
    return URI.create(Objects.requireNonNull(screen.driver().getCurrentUrl()));
  }

  /// Presses the first button with these words, as soon as there is one.
  void press(String words) {
    click(By.xpath("//button[normalize-space()=" + quoted(words) + "]"), words);
  }

  /// Presses a button of a slot, whose ids begin with what the button does.
  void press(String what, String slot) {
    click(By.cssSelector("button[id^='" + what + "'][id$='." + slot + "']"), what + slot);
  }

  /// Presses such a button in the first slot that is as described.
  ///
  /// @return that slot
  String pressIn(String selector, String what) {
    var button = By.cssSelector(".slot" + selector + " button[id^='" + what + "']");
    var id =
        await("a slot to " + what)
            .atMost(Product.PATIENCE)
            .pollInterval(LOOK)
            .ignoreException(StaleElementReferenceException.class)
            .until(
                () -> visible(button).stream().map(b -> b.getDomAttribute("id")).toList(),
                ids -> !ids.isEmpty());
    var slot = Objects.requireNonNull(id.getFirst()).replaceFirst(".*\\.", "");
    press(what, slot);
    return slot;
  }

  void follow(String words) {
    click(By.xpath("//a[normalize-space()=" + quoted(words) + "]"), words);
  }

  /// What the page says.
  String read() {
    return screen.driver().findElement(By.tagName("body")).getText();
  }

  void awaitText(String text) {
    await("the page says " + text)
        .atMost(Product.PATIENCE)
        .pollInterval(LOOK)
        .ignoreExceptionsMatching(Person::isBetweenPages)
        .until(this::read, page -> page.contains(text));
  }

  List<WebElement> visible(By what) {
    return screen.all(what).stream().filter(WebElement::isDisplayed).toList();
  }

  /// The page that was there is gone, or the next one has no body yet.
  private static boolean isBetweenPages(Throwable e) {
    return e instanceof StaleElementReferenceException || e instanceof NoSuchElementException;
  }

  private void click(By what, String words) {
    await("to press " + words)
        .atMost(Product.PATIENCE)
        .pollInterval(LOOK)
        .ignoreException(StaleElementReferenceException.class)
        .until(() -> {
          var found = visible(what);
          if (found.isEmpty()) {
            return false;
          }
          found.getFirst().click();
          return true;
        });
  }

  private static String quoted(String text) {
    return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
  }
}
