package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;

/// What a worker is told to do, through `commands.<worker>`. May be lost: whatever matters is said
/// again in the answer to a renewal.
public sealed interface Command {
  /// Stop this task; its grant is void.
  record Cancel(String task, long epoch) implements Command {}

  /// Take no more tasks, end those at hand, go.
  record Drain() implements Command {}

  /// A person says that the card in this slot is the one to write.
  record CardConfirmed(String task, String slot, String medium) implements Command {}

  /// A person says that the card in this task's slot is no good; ask for another.
  record BadCard(String task) implements Command {}

  /// This image is on its way and will be written here soon: a hint to fetch of it what can be
  /// fetched already. The latest counts; nothing depends on it.
  ///
  /// @param warehouse where it is kept
  /// @param ticket password to read this image, as long as its building is not granted anew
  record Prefetch(String channel, String image, URI warehouse, String ticket) implements Command {}

  default ObjectNode json() {
    var json = Json.object();
    return switch (this) {
      case Cancel c -> json.put("type", "cancel").put("task", c.task()).put("epoch", c.epoch());
      case Drain _ -> json.put("type", "drain");
      case CardConfirmed c ->
          json.put("type", "card-confirmed")
              .put("task", c.task())
              .put("slot", c.slot())
              .put("medium", c.medium());
      case BadCard c -> json.put("type", "bad-card").put("task", c.task());
      case Prefetch c ->
          json.put("type", "prefetch")
              .put("channel", c.channel())
              .put("image", c.image())
              .put("warehouse", c.warehouse().toString())
              .put("ticket", c.ticket());
    };
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new MalformedException("not an address: " + text, e);
    }
  }

  /// @throws MalformedException when it is no command
  static Command read(byte[] bytes) {
    var fields = Fields.of(bytes);
    return switch (fields.text("type")) {
      case "cancel" -> new Cancel(fields.text("task"), fields.whole("epoch"));
      case "drain" -> new Drain();
      case "card-confirmed" ->
          new CardConfirmed(fields.text("task"), fields.text("slot"), fields.text("medium"));
      case "bad-card" -> new BadCard(fields.text("task"));
      case "prefetch" ->
          new Prefetch(
              fields.text("channel"),
              fields.text("image"),
              uri(fields.text("warehouse")),
              fields.text("ticket"));
      default -> throw new MalformedException("no such command: " + fields.text("type"));
    };
  }
}
