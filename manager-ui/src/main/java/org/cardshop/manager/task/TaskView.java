package org.cardshop.manager.task;

import java.util.Optional;
import java.util.OptionalInt;
import org.cardshop.platform.wire.Fields;

/// A task as pages show it.
///
/// @param unit the card's number, or the build's
/// @param percent of the present step
/// @param reason why it failed or is tried again
/// @param asks what the writer wants of its slot: `insert`, `confirm` or `replace`
/// @param medium opaque id of the card that the writer sees
/// @param card what kind of card that is
/// @param why what was wrong with the card before
public record TaskView(
    String id,
    String kind,
    String order,
    int unit,
    String status,
    Optional<String> worker,
    Optional<String> slot,
    OptionalInt percent,
    Optional<String> reason,
    Optional<String> asks,
    Optional<String> medium,
    Optional<String> card,
    Optional<String> why) {
  private static final String WAITS = "waiting_for_card";

  public static TaskView of(Fields task) {
    var progress = task.optionalFields("progress");
    return new TaskView(
        task.text("_id"),
        task.text("kind"),
        task.text("order"),
        task.smallWhole("unit"),
        task.text("status"),
        task.optionalText("worker"),
        task.optionalText("slot"),
        progress.map(TaskView::percent).orElseGet(OptionalInt::empty),
        task.optionalText("reason"),
        text(progress, "asks"),
        text(progress, "medium"),
        text(progress, "card"),
        text(progress, "why"));
  }

  public boolean isWrite() {
    return kind.equals("write");
  }

  public boolean waitsForCard() {
    return status.equals(WAITS);
  }

  public boolean isIn(String someWorker, String someSlot) {
    return worker.equals(Optional.of(someWorker)) && slot.equals(Optional.of(someSlot));
  }

  private static Optional<String> text(Optional<Fields> progress, String name) {
    return progress.flatMap(p -> p.optionalText(name)).filter(t -> !t.isEmpty());
  }

  private static OptionalInt percent(Fields progress) {
    var done = progress.optionalWhole("done");
    var total = progress.optionalWhole("total");
    return done.isPresent() && total.isPresent() && total.getAsLong() > 0
        ? OptionalInt.of((int) Math.min(100, 100 * done.getAsLong() / total.getAsLong()))
        : OptionalInt.empty();
  }
}
