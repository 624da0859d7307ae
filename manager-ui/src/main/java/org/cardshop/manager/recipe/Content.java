package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.cardshop.platform.wire.Json;

/// A content as the catalogue puts it into a recipe: an address, and the place on the card that
/// follows from it.
///
/// @param url where it comes from
public record Content(String url) {
  private static final String ZIM = ".zim";

  /// Where Offspot's reader looks for ZIM files.
  private static final String ZIMS = "/data/contents/zims/";

  private static final String FILES = "/data/contents/files/";

  /// The content that an entry of `files` is; empty when it is another file.
  static Optional<Content> of(JsonNode entry) {
    var url = entry.path("url").asText();
    var content = new Content(url);
    boolean isOne =
        entry.path("url").isTextual()
            && !entry.has("content")
            && url.matches("\\S+")
            && !content.name().isEmpty()
            && entry.path("to").asText().equals(content.target());
    return isOne ? Optional.of(content) : Optional.empty();
  }

  /// Its name as a file: the last part of the address.
  public String name() {
    var path = url.replaceFirst("[?#].*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String target() {
    return (name().endsWith(ZIM) ? ZIMS : FILES) + name();
  }

  ObjectNode entry() {
    return Json.object().put("url", url).put("to", target());
  }
}
