package org.cardshop.manager.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.cardshop.core.image.Sha256;

/// A part of a page that is told anew as a whole when it changed.
///
/// @param id of the page's element; letters, digits and `-_.`
/// @param template what renders it, like `bench/slot`, from `frame` and `view`
/// @param view what it shows: a record; an equal one is not told again
public record Tile(String id, String template, Object view) {
  private static final int DIGITS = 16;

  /// The address of a page's stream. It says which tiles the page has: when others come or go, the
  /// page is told to load itself again.
  public static String stream(String path, List<Tile> tiles) {
    return path
        + (path.contains("?") ? "&" : "?")
        + "of="
        + names(tiles.stream().map(Tile::id).toList());
  }

  static String names(List<String> ids) {
    var all = ids.stream().sorted().collect(Collectors.joining("\n"));
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGITS);
  }
}
