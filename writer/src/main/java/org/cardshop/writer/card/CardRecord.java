package org.cardshop.writer.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// What became of one card in one slot, or that a person has looked after the slot.
///
/// @param medium empty for a reset
/// @param serial the card's own number where the reader tells it
/// @param sentence what was wrong; empty for a good card
/// @param writing bytes a second; 0 when it did not come so far
/// @param verifying likewise
/// @param slowest bytes a second written in the slowest second
public record CardRecord(
    Instant at,
    Verdict verdict,
    String medium,
    Optional<String> serial,
    String image,
    String sentence,
    long writing,
    long verifying,
    long slowest,
    int rewrites) {

  public enum Verdict {
    GOOD,
    BAD,
    /// Pulled, or stopped by someone: says nothing about the card.
    UNDONE,
    /// A person looked after the slot.
    RESET
  }

  static CardRecord of(
      Instant at, String medium, Optional<String> serial, String image, CardOutcome outcome) {
    return switch (outcome) {
      case CardOutcome.Written(var proof) ->
          new CardRecord(
              at,
              Verdict.GOOD,
              medium,
              serial,
              image,
              "",
              proof.writing().mean(),
              proof.verifying().mean(),
              proof.writing().slowest(),
              proof.counts().rewrites());
      case CardOutcome.Bad(_, var why) -> failed(at, Verdict.BAD, medium, serial, image, why);
      case CardOutcome.Pulled(_, var why) -> failed(at, Verdict.UNDONE, medium, serial, image, why);
      case CardOutcome.SourceFailed(_, var why) ->
          failed(at, Verdict.UNDONE, medium, serial, image, why);
      case CardOutcome.Cancelled _ ->
          failed(at, Verdict.UNDONE, medium, serial, image, "cancelled");
    };
  }

  static CardRecord reset(Instant at) {
    return failed(at, Verdict.RESET, "", Optional.empty(), "", "");
  }

  private static CardRecord failed(
      Instant at,
      Verdict verdict,
      String medium,
      Optional<String> serial,
      String image,
      String why) {
    return new CardRecord(at, verdict, medium, serial, image, why, 0, 0, 0, 0);
  }

  /// What a person wants to know who holds the same card again.
  String story() {
    var became =
        switch (verdict) {
          case GOOD -> "it was good, %.1f MB/s, %d rewrites.".formatted(writing / 1e6, rewrites);
          case BAD -> "it was bad: " + sentence;
          case UNDONE -> "it was not finished: " + sentence;
          case RESET -> "the slot was looked after.";
        };
    return "This card (serial number %s) had the image %s on %s; %s"
        .formatted(serial.orElse("unknown"), image, at.truncatedTo(ChronoUnit.MINUTES), became);
  }

  /// One line, without its end.
  String line() {
    ObjectNode json = Json.object();
    json.put("at", at.toString()).put("verdict", verdict.name()).put("medium", medium);
    serial.ifPresent(s -> json.put("serial", s));
    json.put("image", image).put("sentence", sentence);
    json.put("writing", writing).put("verifying", verifying).put("slowest", slowest);
    return Json.text(json.put("rewrites", rewrites));
  }

  /// @return empty when the line is torn or of another time
  static Optional<CardRecord> parse(String line) {
    try {
      var fields = Fields.of(line.getBytes(UTF_8));
      return Optional.of(
          new CardRecord(
              Instant.parse(fields.text("at")),
              Verdict.valueOf(fields.text("verdict")),
              fields.text("medium"),
              fields.optionalText("serial"),
              fields.text("image"),
              fields.text("sentence"),
              fields.whole("writing"),
              fields.whole("verifying"),
              fields.whole("slowest"),
              fields.smallWhole("rewrites")));
    } catch (MalformedException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
