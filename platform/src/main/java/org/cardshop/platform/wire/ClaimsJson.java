package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;

/// Claims as `POST /auth/validate` answers them. Names follow RFC 7519 §4.1 where it has one: `sub`
/// is the user name, `exp` the expiry in seconds since 1970; `sid` is the session, as in OpenID
/// Connect Front-Channel Logout 1.0 §3.
public final class ClaimsJson {
  private ClaimsJson() {}

  public static ObjectNode write(Claims claims) {
    var json =
        Json.object().put("sub", claims.username()).put("exp", claims.expires().getEpochSecond());
    return switch (claims) {
      case Claims.Access a ->
          json.put("kind", "access")
              .put("sid", a.session())
              .put("user", a.userId())
              .put("role", a.role().wire())
              .put("channel", a.channel());
      case Claims.Ticket t ->
          json.put("kind", "ticket")
              .put("task", t.task())
              .put("epoch", t.epoch())
              .put("direction", t.direction().wire())
              .put("channel", t.channel())
              .put("image", t.image())
              .put("bytes", t.bytes());
    };
  }

  /// @throws MalformedException when these are no claims
  public static Claims read(Fields fields) {
    var username = fields.text("sub");
    var expires = Instant.ofEpochSecond(fields.whole("exp"));
    return switch (fields.text("kind")) {
      case "access" ->
          new Claims.Access(
              // Earlier versions had none, which is as good as one that has ended.
              fields.optionalText("sid").orElse(""),
              fields.text("user"),
              username,
              Role.fromWire(fields.text("role"))
                  .orElseThrow(() -> new MalformedException("no such role")),
              fields.text("channel"),
              expires);
      case "ticket" ->
          new Claims.Ticket(
              username,
              fields.text("task"),
              fields.whole("epoch"),
              Direction.fromWire(fields.text("direction"))
                  .orElseThrow(() -> new MalformedException("no such direction")),
              fields.text("channel"),
              fields.text("image"),
              fields.whole("bytes"),
              expires);
      default -> throw new MalformedException("no such kind of token");
    };
  }
}
