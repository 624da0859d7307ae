package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cardshop.manager.web.Texts;
import org.junit.jupiter.api.Test;

class TextsTest {
  /// A literal that looks like a key, or the beginning of one that is put together.
  private static final Pattern LITERAL = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)*\\.?)\"");

  private static final Pattern ASKED =
      Pattern.compile("(?:frame\\.text|texts\\(\\)\\.of)\\(\"([a-z_.]+[a-z_])\"[,)]");

  @Test
  void everyTextThatIsAskedForIsThereAndNoneInVain() throws IOException {
    var sources = sources();
    var keys = ResourceBundle.getBundle("org.cardshop.manager.web.texts", Locale.ROOT).keySet();
    var missing = new TreeSet<String>();
    ASKED.matcher(sources).results().map(m -> m.group(1)).forEach(missing::add);
    assertTrue(missing.size() > 40, missing.toString());
    missing.removeAll(keys);
    assertEquals(new TreeSet<String>(), missing, "missing");

    var said = LITERAL.matcher(sources).results().map(m -> m.group(1)).collect(Collectors.toSet());
    var inVain = new TreeSet<>(keys);
    inVain.removeIf(
        key -> said.stream().anyMatch(s -> s.endsWith(".") ? key.startsWith(s) : key.equals(s)));
    assertEquals(new TreeSet<String>(), inVain, "in vain");
  }

  @Test
  void whoReadsAnotherLanguageThatIsNotThereReadsEnglish() {
    assertEquals("Orders", Texts.of(Locale.JAPANESE).of("nav.orders"));
  }

  @Test
  void sizesAreThoseOfTheCardTrade() {
    assertEquals("8.0 GB", Texts.of(Locale.ENGLISH).size(8_000_000_000L));
    assertEquals("0.0 kB", Texts.of(Locale.ENGLISH).size(0));
  }

  private static String sources() throws IOException {
    var module = Path.of(System.getProperty("cardshop.root"), "manager-ui", "src", "main");
    var all = new StringBuilder();
    try (var files = Files.walk(module)) {
      for (var file : files.filter(f -> f.toString().matches(".*\\.(java|jte)")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
