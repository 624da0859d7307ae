package org.cardshop.manager.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.web.Texts;
import org.cardshop.platform.wire.Fields;

/// How the factory does.
///
/// @param state `working`, `behind` or `stopped`
/// @param concerns what somebody should see to, as the scheduler orders it
/// @param queues what waits, by channel and kind of task
public record HealthView(String state, List<Worry> concerns, List<Queue> queues) {
  public static final HealthView UNREAD = new HealthView("stopped", List.of(), List.of());

  /// Something to see to.
  ///
  /// @param code which one; those that this manager does not know are said as the scheduler says
  /// @param stops whether work stands still for it
  public record Worry(String code, boolean stops, Fields params) {
    static Worry of(Fields concern) {
      return new Worry(concern.text("concern"), concern.flag("stops"), concern);
    }

    /// What it is and what to do, in the reader's language.
    public String sentence(Texts texts) {
      return switch (code) {
        case "broker_away", "no_beat" -> texts.of("health.concern." + code);
        case "nothing_heard", "effects_late" -> texts.of("health.concern." + code, since(texts));
        case "no_worker", "all_cordoned" ->
            texts.of(
                "health.concern." + code,
                params.text("channel"),
                kind(texts),
                params.whole("waiting"));
        case "waits_long" ->
            texts.of(
                "health.concern.waits_long",
                params.text("channel"),
                kind(texts),
                params.whole("waiting"),
                since(texts));
        case "warehouse_away" ->
            texts.of("health.concern.warehouse_away", params.text("warehouse"), since(texts));
        case "worker_gone" ->
            texts.of("health.concern.worker_gone", params.text("worker"), since(texts));
        case "disk_low" ->
            texts.of(
                "health.concern.disk_low", params.text("worker"), texts.size(params.whole("free")));
        case "dead_letters" -> texts.of("health.concern.dead_letters", params.whole("count"));
        default -> params.text("sentence");
      };
    }

    private String kind(Texts texts) {
      return texts.of("health.kind." + params.text("kind"));
    }

    private String since(Texts texts) {
      return texts.time(params.instant("since"));
    }
  }

  /// Tasks that wait.
  ///
  /// @param oldest since when the first of them does; empty when none waits
  public record Queue(String channel, String kind, long waiting, Optional<Instant> oldest) {
    static Queue of(Fields queue) {
      return new Queue(
          queue.text("channel"),
          queue.text("kind"),
          queue.whole("waiting"),
          queue.optionalInstant("oldest"));
    }
  }

  public HealthView {
    concerns = List.copyOf(concerns);
    queues = List.copyOf(queues);
  }

  public static HealthView of(Fields health) {
    return new HealthView(
        health.text("state"),
        health.objects("concerns").stream().map(Worry::of).toList(),
        health.objects("queues").stream().map(Queue::of).toList());
  }

  /// The colour and icon of the state.
  public String colour() {
    return switch (state) {
      case "working" -> "good";
      case "behind" -> "warn";
      default -> "bad";
    };
  }
}
