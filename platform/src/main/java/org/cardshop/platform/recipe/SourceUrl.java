package org.cardshop.platform.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The rules for where contents may come from: `file:`, `http:`, `https:`, `ftp:`.
final class SourceUrl {
  private static final Set<String> REMOTE = Set.of("http", "https", "ftp");

  private SourceUrl() {}

  /// With the spaces escaped that people copy from a browser's address bar.
  static String escaped(String text) {
    return text.strip().replace(" ", "%20");
  }

  /// What is wrong with the URL, if anything is.
  static Optional<String> problem(String text) {
    var uri = parse(text);
    if (uri.isEmpty() || uri.get().getScheme() == null) {
      return Optional.of(
          "'"
              + shown(text)
              + "' is no URL; expected one that starts with file:, http:, https: or ftp:");
    }
    var scheme = uri.get().getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      return fileProblem(uri.get());
    }
    if (!REMOTE.contains(scheme)) {
      return Optional.of(scheme + ": is not supported; use file:, http:, https: or ftp:");
    }
    return uri.get().getHost() == null
        ? Optional.of("'" + shown(text) + "' names no server")
        : Optional.empty();
  }

  /// An absolute URL for one like `file:content/a.txt`; anything else is left as it is.
  static String resolve(String text, URI folder) {
    var uri = parse(text).filter(u -> "file".equalsIgnoreCase(u.getScheme()) && u.isOpaque());
    return uri.map(u -> folder.resolve(u.getRawSchemeSpecificPart()).toString()).orElse(text);
  }

  private static Optional<String> fileProblem(URI uri) {
    if (uri.isOpaque()) {
      return Optional.of(
          "a relative file: URL means something only in a recipe that is itself a file;"
              + " write it as file:///…");
    }
    return uri.getAuthority() == null
        ? Optional.empty()
        : Optional.of("a file: URL names no server; write it as file:///…");
  }

  /// Without what may be a login; a text that is no URL may have one anywhere before an `@`.
  private static String shown(String text) {
    return text.substring(text.lastIndexOf('@') + 1);
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
