package org.cardshop.platform.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// A message that could not be handled, with all that is needed to look at it and to send it again.
///
/// @param queue which it was taken from
/// @param exchange which it was first published to; empty for a queue directly
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DeadLetter(
    String queue, String exchange, String routingKey, byte[] body, String reason) {

  public ObjectNode toJson() {
    return Json.object()
        .put("queue", queue)
        .put("exchange", exchange)
        .put("routing_key", routingKey)
        .put("body", Base64.getEncoder().encodeToString(body))
        .put("reason", reason);
  }

  /// @throws MalformedException when the bytes are no dead letter
  public static DeadLetter read(byte[] json) {
    var fields = Fields.of(json);
    return new DeadLetter(
        fields.text("queue"),
        fields.text("exchange"),
        fields.text("routing_key"),
        decoded(fields.text("body")),
        fields.text("reason"));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the field 'body' must be Base64", e);
    }
  }
}
