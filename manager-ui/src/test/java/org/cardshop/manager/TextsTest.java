package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cardshop.manager.web.Language;
import org.cardshop.manager.web.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  private static final Path MAIN =
      Path.of(System.getProperty("cardshop.root"), "manager-ui", "src", "main");
  private static final Path TEXTS = MAIN.resolve("resources/org/cardshop/manager/texts");

  /// A literal that looks like a key, or the beginning of one that is put together.
  private static final Pattern LITERAL = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)*\\.?)\"");

  private static final Pattern ASKED =
      Pattern.compile("(?:frame\\.text|texts(?:\\(\\))?\\.of)\\(\\s*\"([a-z_.]+[a-z_])\"[,)]");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]}");

  @Test
  void everyTextThatIsAskedForIsThereAndNoneInVain() throws IOException {
    var sources = sources();
    var keys = words(Language.EN).keySet();
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

  @ParameterizedTest
  @EnumSource(Language.class)
  void eachLanguageSaysEverythingWithTheSamePlaceholders(Language language) throws IOException {
    for (var area : Texts.AREAS) {
      var english = placeholders(read(area, Language.EN));
      assertEquals(english, placeholders(read(area, language)), area);
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void noTextIsEmptyOrLeftInEnglish(Language language) throws IOException {
    var english = words(Language.EN);
    var same = new TreeSet<String>();
    words(language)
        .forEach((key, text) -> {
          assertTrue(!text.isBlank(), key);
          if (language != Language.EN && text.length() > 25 && text.equals(english.get(key))) {
            same.add(key);
          }
        });
    assertEquals(Set.of(), same);
  }

  @Test
  void noKeyIsInTwoAreas() throws IOException {
    var seen = new HashSet<String>();
    for (var area : Texts.AREAS) {
      for (var key : read(area, Language.EN).keySet()) {
        assertTrue(seen.add(key), key);
      }
    }
  }

  @Test
  void everyFileIsOfAnArea() throws IOException {
    var expected = new TreeSet<String>();
    for (var area : Texts.AREAS) {
      List.of(Language.values()).forEach(l -> expected.add(file(area, l)));
    }
    try (var files = Files.list(TEXTS)) {
      assertEquals(
          expected,
          files
              .map(f -> f.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void sizesAreThoseOfTheCardTrade() {
    assertEquals("8.0 GB", Texts.of(Language.EN).size(8_000_000_000L));
    assertEquals("0.0 kB", Texts.of(Language.EN).size(0));
    assertEquals("8,0 Go", Texts.of(Language.FR).size(8_000_000_000L));
  }

  @Test
  void whatIsFilledInKeepsItsOwnDirection() {
    assertTrue(Texts.of(Language.AR).of("task.slot", "A-01").contains("\u2068A-01\u2069"));
  }

  private static Map<String, List<String>> placeholders(Map<String, String> words) {
    var all = new TreeMap<String, List<String>>();
    words.forEach((key, text) ->
        all.put(
            key, PLACEHOLDER.matcher(text).results().map(MatchResult::group).sorted().toList()));
    return all;
  }

  private static Map<String, String> words(Language language) throws IOException {
    var all = new TreeMap<String, String>();
    for (var area : Texts.AREAS) {
      all.putAll(read(area, language));
    }
    return all;
  }

  private static Map<String, String> read(String area, Language language) throws IOException {
    var properties = new Properties();
    try (Reader file = Files.newBufferedReader(TEXTS.resolve(file(area, language)))) {
      properties.load(file);
    }
    var words = new TreeMap<String, String>();
    properties.forEach((key, text) -> words.put((String) key, (String) text));
    return words;
  }

  private static String file(String area, Language language) {
    return area + (language == Language.EN ? "" : "_" + language.tag()) + ".properties";
  }

  private static String sources() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(MAIN)) {
      for (var file : files.filter(f -> f.toString().matches(".*\\.(java|jte)")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
