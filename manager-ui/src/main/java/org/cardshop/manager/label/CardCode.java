package org.cardshop.manager.label;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.core.image.Sha256;

/// What the square code on a card's label says: `cardshop:<order>:<unit>:<medium>`
/// (docs/labels.md).
///
/// @param order id of the order, 24 hexadecimal digits
/// @param unit the card's number in the order, from 1
/// @param medium the first 16 hexadecimal digits of the SHA-256 of the writer's name of the card
public record CardCode(String order, int unit, String medium) {
  private static final Pattern FORM =
      Pattern.compile("cardshop:([0-9a-f]{24}):([1-9][0-9]{0,5}):([0-9a-f]{16})");
  private static final int DIGITS = 16;

  static CardCode of(String order, int unit, String medium) {
    var hash = Sha256.of(medium.getBytes(StandardCharsets.UTF_8)).hex();
    return new CardCode(order, unit, hash.substring(0, DIGITS));
  }

  /// Empty for what is no code of a card. Scanners may write capitals.
  static Optional<CardCode> read(String text) {
    var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    return matcher.matches()
        ? Optional.of(
            new CardCode(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  public String text() {
    return "cardshop:" + order + ":" + unit + ":" + medium;
  }
}
