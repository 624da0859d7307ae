package org.cardshop.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cardshop.platform.storage.Schedule;

/// Who works in a simulated factory, and how.
///
/// @param creators their names
/// @param writers their slots by their names
/// @param schedules what is due periodically
/// @param work how long things take
record Crew(
    List<String> creators, Map<String, List<String>> writers, List<Schedule> schedules, Work work) {
  Crew {
    writers = new TreeMap<>(writers);
  }

  /// @param build shortest time of a build, in milliseconds
  /// @param more what may be added to it
  /// @param mishaps how many builds in a thousand break off
  /// @param pace how many times as long as in production there is between two looks of a loop
  record Work(long build, long more, int mishaps, int pace) {}

  /// Enough of everybody that they meet.
  static final Crew USUAL =
      new Crew(
          List.of("creator-1", "creator-2"),
          Map.of("writer-1", List.of("A-01", "A-02"), "writer-2", List.of("B-01")),
          Timetables.ALL,
          new Work(2_000, 200_000, 30, 1));
}
