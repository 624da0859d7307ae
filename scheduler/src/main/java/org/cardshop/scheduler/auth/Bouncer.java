package org.cardshop.scheduler.auth;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cardshop.platform.messaging.Door;
import org.cardshop.platform.storage.UserStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Throws out of the message broker who may not be there any more: the broker asks about a user
/// when they connect, and then never again. Looks again and again, since a worker may come back on
/// an answer that the broker remembers.
public final class Bouncer implements AutoCloseable {
  /// Between two looks.
  public static final Duration PERIOD = Duration.ofSeconds(15);

  /// For so long the broker may remember that somebody was allowed in (`auth_cache.cache_ttl`, and
  /// a clock that is a little wrong).
  private static final Duration REMEMBERED = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Bouncer.class);

  private final Door door;
  private final UserStore users;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bouncer").factory());
  private final Future<?> looks;

  public Bouncer(Door door, UserStore users, Duration period) {
    this.door = door;
    this.users = users;
    looks =
        thread.scheduleWithFixedDelay(
            this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    looks.cancel(true);
    thread.shutdownNow();
    door.close();
  }

  private void look() {
    try {
      door.throwOut(this::isWelcome, "The user was deactivated, deleted or given a new password.")
          .forEach(user -> LOG.info("{} was thrown out of the broker.", user));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Nobody is thrown out of the broker now: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isWelcome(String user, Instant connected) {
    return users
        .countsSince(user)
        .filter(since -> !connected.minus(REMEMBERED).isBefore(since))
        .isPresent();
  }
}
