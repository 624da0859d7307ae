package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.List;

/// The runs of all schedules: each due time once, from before it is enqueued until it is forgotten.
public interface Runs {
  /// Notes that the due time is to be enqueued. Of all that try one is answered true: it does it.
  boolean insert(Run run, Instant now);

  void setPublished(Run run);

  /// Longest first, those that wait to be enqueued since this time or longer.
  List<Run> unpublishedSince(Instant time, int limit);

  /// Lets the run wait anew from `now` on. Of several that ask at once one is answered true: it
  /// enqueues the run.
  boolean takeUp(Run run, Instant time, Instant now);

  void setEnded(Run run, Instant now);

  /// Whether the run is known and has not ended.
  boolean isOpen(Run run);

  /// Whether a run of the schedule that was noted at this time or later has not ended.
  boolean hasOpen(String schedule, Instant since);
}
