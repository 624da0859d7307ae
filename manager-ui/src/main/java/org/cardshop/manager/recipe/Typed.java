package org.cardshop.manager.recipe;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What was typed into a form, by field.
public record Typed(Map<String, List<String>> fields) {
  /// Empty when nothing was; lines end as in a recipe, not as browsers send them.
  public String text(String field) {
    return all(field).stream().findFirst().orElse("").replace("\r\n", "\n");
  }

  public List<String> all(String field) {
    return fields.getOrDefault(field, List.of());
  }

  /// The numbers of the rows that the form has, ascending.
  ///
  /// @param list as in `files`, whose rows have the fields `files.0.at`, `files.0.url` and so on
  public List<Integer> rows(String list) {
    var at = Pattern.compile(Pattern.quote(list) + "\\.([0-9]{1,6})\\.at");
    return fields.keySet().stream()
        .map(at::matcher)
        .filter(m -> m.matches())
        .map(m -> Integer.valueOf(m.group(1)))
        .sorted()
        .toList();
  }
}
