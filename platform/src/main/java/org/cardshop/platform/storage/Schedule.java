package org.cardshop.platform.storage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Periodic work.
///
/// @param cron five fields: minute, hour, day of the month, month, day of the week
/// @param misfire what becomes of the due times at which nobody was there
/// @param overlap whether a run may begin while the one before goes on
/// @param job what to do; enqueued to `periodic.<job>`
/// @param lastDue the last due time that was enqueued
public record Schedule(
    String id,
    String name,
    String cron,
    ZoneId timeZone,
    Misfire misfire,
    boolean overlap,
    String job,
    boolean enabled,
    Optional<Instant> lastDue)
    implements Registry.Entry {
  /// What becomes of missed due times.
  public enum Misfire {
    /// None is made up for.
    SKIP,
    /// The latest is.
    ONCE,
    /// Each is.
    ALL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Misfire> fromWire(String name) {
      return Arrays.stream(values()).filter(m -> m.wire().equals(name)).findFirst();
    }
  }
}
