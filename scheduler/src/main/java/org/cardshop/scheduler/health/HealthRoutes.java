package org.cardshop.scheduler.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cardshop.core.health.Concern;
import org.cardshop.core.health.FactoryLook;
import org.cardshop.core.health.Health;
import org.cardshop.core.identity.Action;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.text.Times;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// Whether the factory works and keeps up, for everybody who has an account.
public final class HealthRoutes {
  /// Whoever asks within this time gets the same answer: a wall of screens costs one look.
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Sight sight;
  private final InstantSource clock;
  private Optional<FactoryLook> last = Optional.empty();

  public HealthRoutes(Sight sight, InstantSource clock) {
    this.sight = sight;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.GET,
            "/health/factory",
            Action.READ_HEALTH,
            "Says whether the factory works and keeps up, and what to see to.",
            this::show));
  }

  private void show(Request request) {
    request.answer(view(look()));
  }

  private synchronized FactoryLook look() {
    var now = clock.instant();
    if (last.filter(l -> Duration.between(l.at(), now).abs().compareTo(FRESH) < 0).isEmpty()) {
      last = Optional.of(sight.look(now));
    }
    return last.get();
  }

  private static ObjectNode view(FactoryLook look) {
    var health = Health.of(look);
    var json =
        Json.object()
            .put("state", health.state().name().toLowerCase(Locale.ROOT))
            .put("at", text(look.at()));
    var concerns = json.putArray("concerns");
    health.concerns().forEach(concern -> concerns.add(view(concern)));
    var queues = json.putArray("queues");
    for (var queue : look.queues()) {
      queues
          .addObject()
          .put("channel", queue.channel())
          .put("kind", queue.kind().wire())
          .put("waiting", queue.waiting())
          .put("oldest", queue.oldest().map(HealthRoutes::text).orElse(null));
    }
    look.deadLetters()
        .ifPresentOrElse(
            count -> json.put("dead_letters", count), () -> json.putNull("dead_letters"));
    return json;
  }

  /// Its name, what it is about, and a sentence that says what to do.
  private static ObjectNode view(Concern concern) {
    var json = Json.object().put("stops", concern.stops());
    return switch (concern) {
      case Concern.BrokerAway _ ->
          json.put("concern", "broker_away")
              .put("sentence", "The message broker cannot be reached: see that it runs.");
      case Concern.WarehouseAway(var name, var since) ->
          json.put("concern", "warehouse_away")
              .put("warehouse", name)
              .put("since", text(since))
              .put(
                  "sentence",
                  "The warehouse "
                      + name
                      + " does not answer since "
                      + Times.said(since)
                      + ": see that it runs, and that its addresses are right.");
      case Concern.NoBeat _ ->
          json.put("concern", "no_beat")
              .put("sentence", "No beat is at work: start one, or look into its log.");
      case Concern.NothingHeard(var since) ->
          json.put("concern", "nothing_heard")
              .put("since", text(since))
              .put(
                  "sentence",
                  "No worker was heard since "
                      + Times.said(since)
                      + ": see that the monitor runs and the network is there.");
      case Concern.NoWorker(var channel, var kind, var waiting) ->
          queue(json.put("concern", "no_worker"), channel, kind, waiting)
              .put(
                  "sentence",
                  "In channel "
                      + channel
                      + " no worker is there for "
                      + kind.wire()
                      + " tasks: start one.");
      case Concern.AllCordoned(var channel, var kind, var waiting) ->
          queue(json.put("concern", "all_cordoned"), channel, kind, waiting)
              .put(
                  "sentence",
                  "In channel "
                      + channel
                      + " all workers for "
                      + kind.wire()
                      + " tasks are cordoned: uncordon one.");
      case Concern.EffectsLate(var since) ->
          json.put("concern", "effects_late")
              .put("since", text(since))
              .put(
                  "sentence",
                  "What was decided at "
                      + Times.said(since)
                      + " is not done yet: see that monitor, broker and warehouse can be reached.");
      case Concern.WaitsLong(var channel, var kind, var waiting, var since) ->
          queue(json.put("concern", "waits_long"), channel, kind, waiting)
              .put("since", text(since))
              .put(
                  "sentence",
                  "In channel "
                      + channel
                      + " a "
                      + kind.wire()
                      + " task waits since "
                      + Times.said(since)
                      + ": more workers or slots are needed.");
      case Concern.WorkerGone(var name, var since) ->
          json.put("concern", "worker_gone")
              .put("worker", name)
              .put("since", text(since))
              .put(
                  "sentence",
                  name
                      + " was heard last at "
                      + Times.said(since)
                      + ": see that it is on and connected.");
      case Concern.DiskLow(var name, var free) ->
          json.put("concern", "disk_low")
              .put("worker", name)
              .put("free", free)
              .put("sentence", name + " has little disk left: make room there.");
      case Concern.DeadLetters(var count) ->
          json.put("concern", "dead_letters")
              .put("count", count)
              .put("sentence", count + " messages could not be handled: look at the dead letters.");
    };
  }

  private static ObjectNode queue(ObjectNode json, String channel, TaskKind kind, long waiting) {
    return json.put("channel", channel).put("kind", kind.wire()).put("waiting", waiting);
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
