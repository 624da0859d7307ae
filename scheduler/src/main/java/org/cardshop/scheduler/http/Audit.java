package org.cardshop.scheduler.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cardshop.platform.storage.AuditEntry;
import org.cardshop.platform.storage.AuditStore;

/// Notes every change and every refusal. What is refused again and again in the same way is noted
/// once a minute, so that nobody fills the disk with it.
public final class Audit {
  private static final Duration ONCE_IN = Duration.ofMinutes(1);

  /// Kinds of refusals that are remembered; the oldest is forgotten, and then noted again.
  private static final int REMEMBERED = 10_000;

  private record Refusal(String from, String what, int status) {}

  private final AuditStore store;
  private final InstantSource clock;
  private final SequencedMap<Refusal, Instant> noted =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Refusal, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Audit(AuditStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  void changed(Route route, String object, Trail trail, int status) {
    store.append(entry(route, object, trail, status, ""));
  }

  void refused(Route route, String object, Trail trail, HttpProblem problem) {
    var entry = entry(route, object, trail, problem.status(), problem.sentence());
    // Whoever makes up names does not get an entry for each of them.
    if (isNews(new Refusal(entry.from(), entry.what(), entry.status()), entry.at())) {
      store.append(entry);
    }
  }

  private synchronized boolean isNews(Refusal refusal, Instant now) {
    var last = noted.get(refusal);
    if (last != null && Duration.between(last, now).abs().compareTo(ONCE_IN) < 0) {
      return false;
    }
    noted.putLast(refusal, now);
    return true;
  }

  private AuditEntry entry(Route route, String object, Trail trail, int status, String reason) {
    return new AuditEntry(
        clock.instant(),
        trail.by(),
        trail.from(),
        route.verb() + " " + route.path(),
        object,
        status,
        reason,
        trail.before(),
        trail.after());
  }
}
