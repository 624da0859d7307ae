package org.cardshop.platform.storage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.cardshop.core.schedule.Misfire;

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
  /// The zone of a schedule that names none.
  public static final ZoneId UTC = ZoneId.of("UTC");
}
