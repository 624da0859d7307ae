package org.cardshop.scheduler.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cardshop.platform.storage.AuditEntry;
import org.cardshop.platform.storage.AuditStore;

/// Notes every change, every refusal and every login. What is refused, or allowed in, again and
/// again in the same way is noted once a minute, so that nobody fills the disk with it.
public final class Audit {
  private static final Duration ONCE_IN = Duration.ofMinutes(1);

  /// Kinds of decisions that are remembered; the oldest is forgotten, and then noted again.
  private static final int REMEMBERED = 10_000;

  private static final int UNKNOWN = 0;
  private static final String CUT_OFF =
      "The scheduler stopped before it answered: it may have been done.";
  private static final int FAILED = 500;
  private static final String UNFORESEEN =
      "Something went wrong in the scheduler: it may have been done.";

  /// Whoever may say any name, since they did not prove it.
  private static final Set<Integer> UNPROVED = Set.of(401, 429);

  /// @param by empty while the name is only said: who makes up names does not get an entry for each
  private record Kind(String by, String from, String what, int status) {
    static Kind of(AuditEntry entry) {
      return new Kind(
          UNPROVED.contains(entry.status()) ? "" : entry.by(),
          entry.from(),
          entry.what(),
          entry.status());
    }
  }

  private final AuditStore store;
  private final InstantSource clock;
  private final SequencedMap<Kind, Instant> noted =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Instant> eldest) {
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
  String announce(Route route, Trail trail) {
    return store.announce(entry(route, trail, UNKNOWN, CUT_OFF));
  }

  void changed(String announced, Route route, Trail trail, int status) {
    store.end(announced, entry(route, trail, status, ""));
  }

  /// It may have been changed.
  void failed(String announced, Route route, Trail trail) {
    store.end(announced, entry(route, trail, FAILED, UNFORESEEN));
  }

  void nothingChanged(String announced) {
    store.withdraw(announced);
  }

  void decided(Route route, Trail trail, Trail.Decision decision) {
    var entry = entry(route, trail, decision.status(), decision.reason());
    if (isNews(Kind.of(entry), entry.at())) {
      store.append(entry);
    }
  }

  private synchronized boolean isNews(Kind kind, Instant now) {
    var last = noted.get(kind);
    if (last != null && Duration.between(last, now).abs().compareTo(ONCE_IN) < 0) {
      return false;
    }
    noted.putLast(kind, now);
    return true;
  }

  private AuditEntry entry(Route route, Trail trail, int status, String reason) {
    return new AuditEntry(
        clock.instant(),
        trail.by(),
        trail.from(),
        route.verb() + " " + route.path(),
        trail.object(),
        status,
        reason,
        trail.before(),
        trail.after());
  }
}
