package org.cardshop.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.platform.storage.ApiTokenStore;
import org.cardshop.platform.storage.AttemptStore;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.FactStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.RunStore;
import org.cardshop.platform.storage.Schedule;
import org.cardshop.platform.storage.Schedules;
import org.cardshop.platform.storage.SessionStore;

/// The jobs that every Cardshop has, and when they are due unless a manager says otherwise.
final class Jobs {
  /// How long it is remembered what happened.
  static final Duration MEMORY = Duration.ofDays(30);

  private static final String EXPIRE_IMAGES = "expire-images";
  private static final String PRUNE_TOKENS = "prune-tokens";
  private static final String PRUNE_FACTS = "prune-facts";
  private static final String ROTATE_KEYS = "rotate-keys";

  private static final Map<String, String> CRON =
      Map.of(
          EXPIRE_IMAGES, "*/5 * * * *",
          PRUNE_TOKENS, "0 * * * *",
          PRUNE_FACTS, "0 3 * * *",
          ROTATE_KEYS, "0 4 1 * *");

  private Jobs() {}

  /// By name.
  static Map<String, Job> of(Database database, Beating beating) {
    var sessions = new SessionStore(database);
    var apiTokens = new ApiTokenStore(database);
    var attempts = new AttemptStore(database);
    var keys = new KeyStore(database);
    var facts = new FactStore(database);
    var runs = new RunStore(database);
    return Map.of(
        EXPIRE_IMAGES, _ -> beating.expireImages(),
        PRUNE_TOKENS,
            now -> {
              sessions.prune(now);
              apiTokens.prune(now);
              attempts.prune(now);
            },
        ROTATE_KEYS, keys::rotate,
        PRUNE_FACTS, now -> forget(facts, runs, now.minus(MEMORY)));
  }

  /// Adds the schedules that are missing.
  static void schedule(Schedules schedules) {
    CRON.forEach((job, cron) ->
        schedules.insert(
            new Schedule(
                Ids.next(),
                job,
                cron,
                Schedule.UTC,
                Misfire.ONCE,
                false,
                job,
                true,
                Optional.empty())));
  }

  private static void forget(FactStore facts, RunStore runs, Instant before) {
    facts.prune(before);
    runs.prune(before);
  }
}
