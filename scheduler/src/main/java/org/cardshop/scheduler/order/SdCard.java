package org.cardshop.scheduler.order;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.scheduler.http.Form;

/// What an order says of its cards: `sd_card {name, type, size (GB), duration (days)}`.
public record SdCard(Medium type, Duration offered) {
  public static final String TYPES = "physical or virtual";
  public static final int LARGEST_GB = 4_096;

  private static final int USUAL_DAYS = 14;
  private static final int MOST_DAYS = 3_650;

  static SdCard read(Form form) {
    form.text("name", Optional.of(""));
    var type = form.word("type", SdCard::type, Optional.empty(), Medium.PHYSICAL, TYPES);
    form.whole("size", 1, LARGEST_GB, Optional.empty());
    int days = form.whole("duration", 0, MOST_DAYS, Optional.of(USUAL_DAYS));
    if (type == Medium.VIRTUAL && days == 0) {
      form.problem("duration", "must be at least 1 day, so that the image can be fetched.");
    }
    return new SdCard(type, Duration.ofDays(days));
  }

  public static Optional<Medium> type(String name) {
    return Arrays.stream(Medium.values()).filter(m -> wire(m).equals(name)).findFirst();
  }

  public static String wire(Medium medium) {
    return medium.name().toLowerCase(Locale.ROOT);
  }
}
