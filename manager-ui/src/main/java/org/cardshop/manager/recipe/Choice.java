package org.cardshop.manager.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cardshop.manager.catalogue.Book;
import org.cardshop.manager.catalogue.Catalogue;

/// What there is to choose from, as it is shown.
///
/// @param isOffered whether there is a catalogue at all
/// @param problem why it cannot be read at present
/// @param chosen what the recipe has already, whether the catalogue still knows it or not
/// @param found what matches and was not chosen, by title
/// @param more how many match beyond those
/// @param languages that there are, by code
public record Choice(
    boolean isOffered,
    Optional<String> problem,
    List<Item> chosen,
    List<Item> found,
    int more,
    Map<String, String> languages) {
  private static final int MOST_SHOWN = 60;
  private static final Map<String, String> SHORT = new LinkedHashMap<>();

  static {
    for (var code : Locale.getISOLanguages()) {
      SHORT.putIfAbsent(Locale.of(code).getISO3Language(), code);
    }
  }

  /// @param details languages, flavour and day of the version
  public record Item(
      String url, String title, String summary, String details, OptionalLong bytes) {}

  /// @param catalogue empty when there is none
  /// @param language and words what is looked for
  static Choice of(
      Optional<Catalogue.Look> catalogue,
      List<String> urls,
      String language,
      String words,
      Locale reader) {
    var books = catalogue.map(Catalogue.Look::books).orElse(List.of());
    var chosen =
        urls.stream()
            .map(url ->
                catalogue
                    .flatMap(c -> c.at(url))
                    .map(book -> item(book, reader))
                    .orElseGet(
                        () -> new Item(url, new Content(url).name(), "", "", OptionalLong.empty())))
            .toList();
    var matching =
        books.stream()
            .filter(book -> book.matches(language, words) && !urls.contains(book.url()))
            .sorted(Comparator.comparing(Book::title, String.CASE_INSENSITIVE_ORDER))
            .toList();
    var languages = new TreeMap<String, String>();
    books.forEach(b -> b.languages().forEach(l -> languages.putIfAbsent(l, name(l, reader))));
    return new Choice(
        catalogue.isPresent(),
        catalogue.flatMap(Catalogue.Look::problem),
        chosen,
        matching.stream().limit(MOST_SHOWN).map(book -> item(book, reader)).toList(),
        Math.max(0, matching.size() - MOST_SHOWN),
        languages);
  }

  private static Item item(Book book, Locale reader) {
    var details = new ArrayList<String>();
    book.languages().forEach(l -> details.add(name(l, reader)));
    details.add(book.flavour());
    details.add(book.updated());
    details.removeIf(String::isEmpty);
    return new Item(
        book.url(), book.title(), book.summary(), String.join(" · ", details), book.bytes());
  }

  /// As the reader calls it; the code itself when Java does not know it.
  private static String name(String code, Locale reader) {
    return Locale.of(SHORT.getOrDefault(code, code)).getDisplayLanguage(reader);
  }
}
