package org.cardshop.browser;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Follows every link, and thereby finds every page that one can get to. Pages that differ in what
/// they show only count as one: those of the same path but for ids.
final class Crawl {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
  private static final Pattern FILE = Pattern.compile(".*\\.(pdf|csv|ya?ml|json|img|txt)");

  private final Screen screen;
  private final URI home;

  Crawl(Screen screen, URI home) {
    this.screen = screen;
    this.home = home;
  }

  /// @return addresses of pages by their names, as `orders_ID`
  Map<String, URI> pages() {
    var found = new LinkedHashMap<String, URI>();
    var ahead = new ArrayDeque<URI>();
    note(home.resolve("/orders"), found, ahead);
    while (!ahead.isEmpty()) {
      screen.go(ahead.remove());
      for (var to : screen.links()) {
        if (Objects.equals(to.getAuthority(), home.getAuthority())
            && !FILE.matcher(to.getPath()).matches()
            && !to.getPath().equals("/")) {
          note(to, found, ahead);
        }
      }
    }
    return found;
  }

  private static void note(URI to, Map<String, URI> found, ArrayDeque<URI> ahead) {
    if (found.putIfAbsent(name(to), to) == null) {
      ahead.add(to);
    }
  }

  private static String name(URI page) {
    return ID.matcher(page.getPath().substring(1)).replaceAll("ID").replace('/', '_');
  }
}
