package org.cardshop.manager.order;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cardshop.manager.web.Days;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;

/// Which orders a list shows, by the names that its address and the scheduler's have for it. Days
/// are those of UTC, the last one included.
///
/// @param fields what was asked for; nothing that is empty
public record OrderFilter(Map<String, String> fields) {
  static final List<String> NAMES =
      List.of("q", "status", "channel", "client.email", "created_by", "since", "until");

  public OrderFilter {
    fields = new LinkedHashMap<>(fields);
    fields.values().removeIf(String::isEmpty);
  }

  static OrderFilter of(String name, String value) {
    return new OrderFilter(Map.of(name, value));
  }

  /// @param asked what stands in the address under a name; empty for nothing
  static OrderFilter read(Function<String, String> asked) {
    var fields = new LinkedHashMap<String, String>();
    NAMES.forEach(name -> fields.put(name, asked.apply(name).strip()));
    return new OrderFilter(fields);
  }

  public Form form() {
    return Form.of(fields);
  }

  /// The address of a page with these orders.
  public String link(String path) {
    return fields.isEmpty() ? path : path + "?" + query(fields);
  }

  /// What the scheduler is asked: a part of an address, `&` before each name.
  String asked() {
    var asked = new LinkedHashMap<>(fields);
    asked.computeIfPresent("since", (_, day) -> Days.start(day));
    asked.computeIfPresent("until", (_, day) -> Days.end(day));
    return asked.isEmpty() ? "" : "&" + query(asked);
  }

  boolean hasEnd() {
    return fields.containsKey("until");
  }

  private static String query(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(f -> Pages.encoded(f.getKey()) + "=" + Pages.encoded(f.getValue()))
        .collect(Collectors.joining("&"));
  }
}
