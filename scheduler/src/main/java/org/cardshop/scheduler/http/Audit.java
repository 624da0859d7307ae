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

  private static final int UNKNOWN = 0;
  private static final String CUT_OFF =
      "The scheduler stopped before it answered: it may have been done.";
  private static final int FAILED = 500;
  private static final String UNFORESEEN =
      "Something went wrong in the scheduler: it may have been done.";

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

  /// Before a change is tried.
  ///
  /// @return for [#changed], [#failed] or [#nothingChanged]
  String announce(Route route, String object, Trail trail) {
    return store.announce(entry(route, object, trail, UNKNOWN, CUT_OFF));
  }

  void changed(String announced, Route route, String object, Trail trail, int status) {
    store.end(announced, entry(route, trail.made().orElse(object), trail, status, ""));
  }

  /// It may have been changed.
  void failed(String announced, Route route, String object, Trail trail) {
    store.end(announced, entry(route, object, trail, FAILED, UNFORESEEN));
  }

  void nothingChanged(String announced) {
    store.withdraw(announced);
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
