package org.cardshop.manager.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;

/// The words of the pages in one language. Each area of the pages has a file of its own,
/// `texts/<area>.properties`, and one beside it for each other language,
/// `texts/<area>_fr.properties`.
public final class Texts {
  /// A file for each, so that people who work on different pages do not meet.
  public static final List<String> AREAS =
      List.of("web", "account", "order", "recipe", "bench", "fleet", "image", "setup", "health");

  static final String FOLDER = "org.cardshop.manager.texts.";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"size.kb", "size.mb", "size.gb", "size.tb"};

  /// Around what is filled in where the text runs the other way (Unicode UAX 9, isolates).
  private static final String ISOLATE = "\u2068";

  private static final String ISOLATE_ENDS = "\u2069";

  private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

  static {
    for (var language : Language.values()) {
      ALL.put(language, new Texts(language, read(language)));
    }
  }

  private final Language language;
  private final Map<String, String> words;

  private Texts(Language language, Map<String, String> words) {
    this.language = language;
    this.words = Map.copyOf(words);
  }

  public static Texts of(Language language) {
    return Objects.requireNonNull(ALL.get(language), language.tag());
  }

  public Language language() {
    return language;
  }

  /// @param values stand in for `{0}`, `{1}` …
  /// @throws MissingResourceException when nobody wrote that text
  public String of(String key, Object... values) {
    var text = words.get(key);
    if (text == null) {
      throw new MissingResourceException("there is no text " + key, FOLDER, key);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", filled(values[i]));
    }
    return text;
  }

  public String time(Instant time) {
    return TIME.format(time);
  }

  /// As people read sizes of cards: `8.0 GB` is 8·10⁹ bytes.
  public String size(long bytes) {
    double amount = bytes / 1e3;
    int unit = 0;
    while (amount >= 1e3 && unit < UNITS.length - 1) {
      amount /= 1e3;
      unit++;
    }
    var writing = language == Language.FR ? Locale.FRENCH : Locale.ROOT;
    return of(UNITS[unit], String.format(writing, "%.1f", amount));
  }

  private String filled(Object value) {
    var text = String.valueOf(value);
    return language == Language.AR ? ISOLATE + text + ISOLATE_ENDS : text;
  }

  private static Map<String, String> read(Language language) {
    // Not the machine's language where the reader's has no file.
    var control =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    var words = new HashMap<String, String>();
    for (var area : AREAS) {
      var bundle =
          ResourceBundle.getBundle(
              FOLDER + area, language.locale(), Texts.class.getClassLoader(), control);
      bundle.keySet().forEach(key -> words.put(key, bundle.getString(key)));
    }
    return words;
  }
}
