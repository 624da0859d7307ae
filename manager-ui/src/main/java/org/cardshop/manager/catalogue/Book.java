package org.cardshop.manager.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// One content of a catalogue.
///
/// @param languages their codes as the catalogue has them, like `eng`
/// @param name by which its versions are told from those of others; empty when it has none
/// @param flavour how much of it there is, like `nopic`; empty when there is one only
/// @param updated day of its version; empty when the catalogue does not say
/// @param url where it is fetched from
/// @param bytes about how large it is: Kiwix rounds to 1 KiB
public record Book(
    String title,
    String summary,
    List<String> languages,
    String name,
    String flavour,
    String category,
    String updated,
    String url,
    OptionalLong bytes) {
  public Book {
    languages = List.copyOf(languages);
  }

  /// Whether every word stands somewhere in what is said of it.
  ///
  /// @param language a code, or empty for any
  public boolean matches(String language, String words) {
    var said = String.join(" ", title, summary, name, flavour, category).toLowerCase(Locale.ROOT);
    return (language.isEmpty() || languages.contains(language))
        && List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+")).stream()
            .allMatch(said::contains);
  }
}
