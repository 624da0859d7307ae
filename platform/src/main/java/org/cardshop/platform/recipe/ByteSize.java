package org.cardshop.platform.recipe;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Sizes as people write them: `8G` and `8GB` are 8·10⁹ bytes, `8GiB` is 8·2³⁰.
public final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?(?:([KMGT])(I)?B?|B)?");
  private static final String UNITS = "KMGT";

  private ByteSize() {}

  /// Empty when the text is no size, or not at least one byte, or beyond 2⁶³.
  public static OptionalLong parse(String text) {
    var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    int power = form.group(2) == null ? 0 : UNITS.indexOf(form.group(2)) + 1;
    var unit = BigDecimal.valueOf(form.group(3) == null ? 1000 : 1024).pow(power);
    var bytes =
        new BigDecimal(form.group(1)).multiply(unit).setScale(0, RoundingMode.DOWN).toBigInteger();
    return bytes.signum() > 0 && bytes.bitLength() < Long.SIZE
        ? OptionalLong.of(bytes.longValue())
        : OptionalLong.empty();
  }
}
