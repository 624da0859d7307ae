package org.cardshop.creator.contents;

import java.util.HashMap;
import java.util.Map;

/// Adds up how much of several contents is here.
final class Tally {
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Long> here = new HashMap<>();
  private final long total;
  private long done;

  /// Contents on this machine need no fetching and do not count.
  Tally(Survey survey) {
    survey
        .sightings()
        .forEach((path, sighting) -> {
          if (!(sighting instanceof Sighting.AtUrl seen && seen.isLocal())) {
            sizes.put(path, sighting.size().orElse(0));
          }
        });
    this.total = sizes.values().stream().mapToLong(size -> size).sum();
  }

  synchronized void has(String path, long bytes) {
    long now = Math.min(bytes, sizes.getOrDefault(path, 0L));
    Long before = here.put(path, now);
    done += now - (before == null ? 0 : before);
  }

  synchronized void tell(Gathering.Told told) {
    told.at(done, total);
  }

  void hasAll(String path) {
    has(path, Long.MAX_VALUE);
  }
}
