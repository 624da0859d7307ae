package org.cardshop.manager.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of the pages in one language. A language is a file `texts_<tag>.properties` beside
/// `texts.properties`; what it lacks is English.
public final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /// Those of the reader's language, else English.
  public static Texts of(Locale reader) {
    // Not the machine's language where the reader's has no file.
    var control =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return new Texts(
        ResourceBundle.getBundle(
            "org.cardshop.manager.web.texts", reader, Texts.class.getClassLoader(), control));
  }

  /// @param values stand in for `{0}`, `{1}` …
  public String of(String key, Object... values) {
    var text = bundle.getString(key);
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
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
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
