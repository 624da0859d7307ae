package org.cardshop.manager.web;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// Days in UTC, as they stand in filters of lists.
public final class Days {
  private Days() {}

  /// When the day begins, as the scheduler takes it. What is no day goes as it is, to be refused.
  public static String start(String day) {
    return moment(day, 0);
  }

  /// When it is over, likewise.
  public static String end(String day) {
    return moment(day, 1);
  }

  private static String moment(String day, int daysLater) {
    try {
      return LocalDate.parse(day)
          .plusDays(daysLater)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant()
          .toString();
    } catch (DateTimeParseException _) {
      return day;
    }
  }
}
