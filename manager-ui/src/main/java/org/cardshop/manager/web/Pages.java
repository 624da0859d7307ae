package org.cardshop.manager.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Where in a long list one is.
///
/// @param path of the list
/// @param filter what else its address says
/// @param page counts from 1
/// @param size how many a page has
/// @param count of all that fit
public record Pages(String path, Map<String, String> filter, int page, int size, long count) {
  public Pages {
    filter = new LinkedHashMap<>(filter);
  }

  /// A number from an address, where anything may stand.
  public static int number(String text) {
    return text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 1;
  }

  public long pages() {
    return Math.max(1, (count + size - 1) / size);
  }

  public boolean hasEarlier() {
    return page > 1;
  }

  public boolean hasLater() {
    return page < pages();
  }

  public String link(int toPage) {
    var query = new LinkedHashMap<>(filter);
    query.put("page", String.valueOf(toPage));
    return path
        + "?"
        + query.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
  }

  /// For a place in an address.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
