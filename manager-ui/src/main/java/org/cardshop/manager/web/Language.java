package org.cardshop.manager.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A language that all pages are written in.
public enum Language {
  EN("English", Locale.ENGLISH),
  FR("Français", Locale.FRENCH),
  AR("العربية", Locale.of("ar"));

  private final String ownName;
  private final Locale locale;

  Language(String ownName, Locale locale) {
    this.ownName = ownName;
    this.locale = locale;
  }

  /// As its readers call it.
  public String ownName() {
    return ownName;
  }

  /// As in `lang="fr"` (BCP 47).
  public String tag() {
    return locale.toLanguageTag();
  }

  /// `rtl` or `ltr`.
  public String direction() {
    return this == AR ? "rtl" : "ltr";
  }

  public Locale locale() {
    return locale;
  }

  static Optional<Language> of(String tag) {
    return Arrays.stream(values()).filter(l -> l.tag().equals(tag)).findFirst();
  }

  /// The first that the reader knows, else English.
  static Language firstOf(Iterable<Locale> preferred) {
    for (var wanted : preferred) {
      var found = of(wanted.getLanguage());
      if (found.isPresent()) {
        return found.get();
      }
    }
    return EN;
  }
}
