package org.cardshop.manager.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// A message that could not be handled.
///
/// @param reason why not
/// @param queue which it came from
/// @param exchange which it was sent to at first; empty for a queue directly
/// @param size in bytes
/// @param copies how often it lies there
/// @param content what it says, when it was looked at; in Base64 when it is no text
public record DeadLetterView(
    String id,
    String reason,
    String queue,
    String exchange,
    String routingKey,
    long size,
    long copies,
    Optional<String> content,
    boolean isText) {
  static DeadLetterView of(Fields letter) {
    var isText = letter.optionalText("encoding").filter("utf-8"::equals).isPresent();
    return new DeadLetterView(
        letter.text("_id"),
        letter.text("reason"),
        letter.text("queue"),
        letter.text("exchange"),
        letter.text("routing_key"),
        letter.whole("size"),
        letter.whole("copies"),
        letter.optionalText("body").map(body -> isText ? pretty(body) : body),
        isText);
  }

  /// Its own page.
  public String path() {
    return DeadLetterRoutes.HERE + "/" + Pages.encoded(id);
  }

  /// Line by line when it is JSON; otherwise as it is.
  private static String pretty(String body) {
    try {
      return Json.parseObject(body.getBytes(StandardCharsets.UTF_8)).toPrettyString();
    } catch (MalformedException _) {
      return body;
    }
  }
}
