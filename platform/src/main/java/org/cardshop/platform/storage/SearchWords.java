package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words by which an order is found: of its id, its client, its recipient. Case and accents do
/// not count, so that "Ecole" finds "École".
final class SearchWords {
  /// Of a name that was typed; more of them make the order no easier to find.
  private static final int MOST = 24;

  private static final List<String> FIELDS =
      List.of(
          "/client/name",
          "/client/email",
          "/recipient/name",
          "/recipient/email",
          "/recipient/country",
          "/recipient/phone");

  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}@.+_-]+");
  private static final Pattern WITHIN = Pattern.compile("[@.+_-]+");

  private SearchWords() {}

  static List<String> of(String id, ObjectNode request) {
    var words = new LinkedHashSet<String>();
    words.add(id);
    FIELDS.forEach(field -> add(words, request.at(field).asText("")));
    return words.stream().limit(MOST).toList();
  }

  /// What was typed, in words; an address in one piece.
  static List<String> typed(String text) {
    return BETWEEN.splitAsStream(plain(text)).filter(w -> !w.isEmpty()).limit(MOST).toList();
  }

  private static void add(Set<String> words, String text) {
    for (var word : typed(text)) {
      words.add(word);
      WITHIN.splitAsStream(word).filter(w -> w.length() > 1).forEach(words::add);
    }
  }

  private static String plain(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
