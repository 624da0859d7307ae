package org.cardshop.creator.image;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Paths whose names are UTF-8 whatever the locale: Java encodes the names it is given as text by
/// the locale, and under `LC_ALL=C` it cannot name an Arabic file; names in a URI are bytes.
final class Utf8Paths {
  private Utf8Paths() {}

  /// @param relative names between slashes
  static Path resolve(Path folder, String relative) {
    var path = new StringBuilder(folder.toUri().toString());
    for (var name : List.of(relative.split("/", -1))) {
      if (path.charAt(path.length() - 1) != '/') {
        path.append('/');
      }
      path.append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return Path.of(URI.create(path.toString()));
  }
}
