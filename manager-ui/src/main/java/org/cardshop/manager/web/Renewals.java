package org.cardshop.manager.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.platform.scheduler.Login;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.platform.scheduler.SignedInClient;

/// Fresh tokens for spent ones. A refresh token is good once, but its browser may send it again:
/// with several requests at a time, or after an answer that it did not wait for. So what came of it
/// is remembered for as long as the cookie is good. Of other managers only requests within the
/// scheduler's grace get the same.
final class Renewals implements SignedInClient.Renewal {
  private static final int MOST = 10_000;

  private record Renewed(Login login, Instant at) {}

  private final Map<String, Renewed> known = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final SchedulerApi scheduler;
  private final InstantSource clock;

  Renewals(SchedulerApi scheduler, InstantSource clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public Login renew(Login spent) throws IOException, InterruptedException {
    var token = spent.tokens().refresh();
    synchronized (locks.computeIfAbsent(token, _ -> new Object())) {
      try {
        var latest = latest(spent);
        if (!latest.equals(spent) && latest.claims().expires().isAfter(clock.instant())) {
          return latest;
        }
        var login = scheduler.renew(latest);
        remember(latest.tokens().refresh(), login);
        return login;
      } finally {
        locks.remove(token);
      }
    }
  }

  /// The last of those that came of it.
  private Login latest(Login spent) {
    var latest = spent;
    for (var next = next(latest); next.isPresent(); next = next(latest)) {
      latest = next.get();
    }
    return latest;
  }

  private Optional<Login> next(Login spent) {
    return Optional.ofNullable(known.get(spent.tokens().refresh())).map(Renewed::login);
  }

  private void remember(String token, Login login) {
    var now = clock.instant();
    if (known.size() >= MOST) {
      known.values().removeIf(r -> r.at().plus(Session.IDLE).isBefore(now));
    }
    if (known.size() >= MOST) {
      known.values().removeIf(r -> r.at().plus(Duration.ofMinutes(1)).isBefore(now));
    }
    known.put(token, new Renewed(login, now));
  }
}
