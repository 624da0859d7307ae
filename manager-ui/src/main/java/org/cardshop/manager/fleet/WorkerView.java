package org.cardshop.manager.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.core.worker.SlotState;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Texts;
import org.cardshop.platform.wire.Fields;

/// A worker as it last reported itself.
///
/// @param clockAhead seconds that its clock is ahead of ours; negative when behind
/// @param cordonedBy who keeps tasks away from it; empty when it gets some
public record WorkerView(
    String name,
    String kind,
    String channel,
    String version,
    Instant seen,
    boolean isOnline,
    double clockAhead,
    OptionalLong diskFree,
    Optional<String> cordonedBy,
    boolean isDraining,
    List<Slot> slots) {
  /// From here on a clock is too far off (seconds).
  private static final double CLOCK_OFF = 5;

  /// A place for a card, or for an image that is made.
  public record Slot(String name, String state, Optional<String> task) {
    static Slot of(Fields slot) {
      return new Slot(slot.text("name"), slot.text("state"), slot.optionalText("task"));
    }

    /// The state in the reader's language; one that this manager does not know as it is.
    public String stateIn(Texts texts) {
      return SlotState.fromWire(state)
          .map(known -> texts.of("fleet.state." + known.name().toLowerCase(Locale.ROOT)))
          .orElse(state);
    }
  }

  public WorkerView {
    slots = List.copyOf(slots);
  }

  static WorkerView of(Fields worker) {
    return new WorkerView(
        worker.text("name"),
        worker.text("kind"),
        worker.text("channel"),
        worker.text("version"),
        worker.instant("last_heartbeat"),
        worker.flag("online"),
        seconds(worker.object()),
        worker.optionalWhole("disk_free"),
        worker.flag("cordoned") ? worker.optionalText("cordoned_by") : Optional.empty(),
        worker.flag("draining"),
        worker.objects("slots").stream().map(Slot::of).toList());
  }

  public boolean isCordoned() {
    return cordonedBy.isPresent();
  }

  public boolean isClockOff() {
    return Math.abs(clockAhead) >= CLOCK_OFF;
  }

  /// Like `+0.3`.
  public String clock() {
    // Rounded first: what is hardly behind would be "-0.0".
    return String.format(Locale.ROOT, "%+.1f", Math.round(clockAhead * 10) / 10.0);
  }

  /// Where it is told what to do.
  public String path() {
    return FleetRoutes.HERE + "/workers/" + Pages.encoded(name);
  }

  private static double seconds(ObjectNode worker) {
    return worker.path("clock_ahead_seconds").asDouble();
  }
}
