package org.cardshop.core.schedule;

import java.time.Instant;
import java.util.Optional;

/// The due times of a schedule.
@FunctionalInterface
public interface Timetable {
  /// The first one after this time; empty when none will come.
  Optional<Instant> after(Instant time);
}
