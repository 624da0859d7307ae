package org.cardshop.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Runs;

/// The runs of schedules, in the order in which they were noted; no two of one schedule and due
/// time.
final class RunShelf implements Runs {
  /// @param unpublishedSince empty once it is published
  record Row(
      Run run, Instant notedAt, Optional<Instant> unpublishedSince, Optional<Instant> endedAt) {
    private boolean is(Run other) {
      return run.schedule().equals(other.schedule()) && run.due().equals(other.due());
    }

    private boolean waitsSince(Instant time) {
      return unpublishedSince.filter(s -> !s.isAfter(time)).isPresent();
    }

    private Row waiting(Optional<Instant> since) {
      return new Row(run, notedAt, since, endedAt);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  List<Row> all() {
    return List.copyOf(rows);
  }

  @Override
  public boolean insert(Run run, Instant now) {
    if (rows.stream().anyMatch(r -> r.is(run))) {
      return false;
    }
    append(run, now);
    return true;
  }

  /// Notes it, whether or not it is noted already.
  void append(Run run, Instant now) {
    rows.add(new Row(run, now, Optional.of(now), Optional.empty()));
  }

  @Override
  public void setPublished(Run run) {
    rows.replaceAll(r -> r.is(run) ? r.waiting(Optional.empty()) : r);
  }

  @Override
  public List<Run> unpublishedSince(Instant time, int limit) {
    return rows.stream()
        .filter(r -> r.waitsSince(time))
        .sorted(Comparator.comparing(r -> r.unpublishedSince().orElseThrow()))
        .limit(limit)
        .map(Row::run)
        .toList();
  }

  @Override
  public boolean takeUp(Run run, Instant time, Instant now) {
    boolean waits = rows.stream().anyMatch(r -> r.is(run) && r.waitsSince(time));
    if (waits) {
      rows.replaceAll(r -> r.is(run) ? r.waiting(Optional.of(now)) : r);
    }
    return waits;
  }

  @Override
  public void setEnded(Run run, Instant now) {
    rows.replaceAll(
        r -> r.is(run) ? new Row(r.run(), r.notedAt(), r.unpublishedSince(), Optional.of(now)) : r);
  }

  @Override
  public boolean isOpen(Run run) {
    return rows.stream().anyMatch(r -> r.is(run) && r.endedAt().isEmpty());
  }

  @Override
  public boolean hasOpen(String schedule, Instant since) {
    return rows.stream()
        .filter(r -> r.run().schedule().equals(schedule) && !r.notedAt().isBefore(since))
        .anyMatch(r -> r.endedAt().isEmpty());
  }
}
