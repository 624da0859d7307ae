package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.List;

/// The schedules, as a beat sees them.
public interface Schedules {
  /// Answers false when the name is taken.
  boolean insert(Schedule schedule);

  /// By name, so many at most.
  List<Schedule> list(int limit);

  /// Notes the latest due time; never goes back.
  void setLastDue(String id, Instant due);
}
