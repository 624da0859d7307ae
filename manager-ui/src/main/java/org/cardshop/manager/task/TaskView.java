package org.cardshop.manager.task;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cardshop.platform.wire.Fields;

/// A task as pages show it.
///
/// @param unit the card's number, or the build's
/// @param gigabytes capacity of the ordered card
/// @param done bytes of the present step
/// @param total bytes that step has in all
/// @param rate bytes a second, once that is known
/// @param reason why it failed or is tried again
/// @param asks what the writer wants of its slot: `insert`, `confirm` or `replace`
/// @param medium opaque id of the card that the writer sees
/// @param card what kind of card that is
/// @param size of that card in bytes; 0 when it is not known
/// @param isBad whether that card has failed
/// @param why what was wrong with the card before
public record TaskView(
    String id,
    String kind,
    String order,
    int unit,
    OptionalInt gigabytes,
    String status,
    Optional<String> worker,
    Optional<String> slot,
    OptionalLong done,
    OptionalLong total,
    OptionalLong rate,
    Optional<String> reason,
    Optional<String> asks,
    Optional<String> medium,
    Optional<String> card,
    long size,
    boolean isBad,
    Optional<String> why) {
  private static final String WAITS = "waiting_for_card";

  public static TaskView of(Fields task) {
    var progress = task.optionalFields("progress").filter(p -> isOfStep(p, task.text("status")));
    return new TaskView(
        task.text("_id"),
        task.text("kind"),
        task.text("order"),
        task.smallWhole("unit"),
        task.optionalSmallWhole("card_size"),
        task.text("status"),
        task.optionalText("worker"),
        task.optionalText("slot"),
        whole(progress, "done"),
        whole(progress, "total"),
        whole(progress, "rate"),
        task.optionalText("reason"),
        text(progress, "asks"),
        text(progress, "medium"),
        text(progress, "card"),
        whole(progress, "size").orElse(0),
        progress.filter(p -> p.object().path("bad").asBoolean()).isPresent(),
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

  /// How far the present step is; empty when nobody knows.
  public OptionalInt percent() {
    return done.isPresent() && total.isPresent() && total.getAsLong() > 0
        ? OptionalInt.of((int) Math.min(100, 100 * done.getAsLong() / total.getAsLong()))
        : OptionalInt.empty();
  }

  /// Whole minutes that the present step still takes at its present speed, rounded up; empty while
  /// that speed is not known.
  public OptionalLong minutesLeft() {
    if (percent().isEmpty() || rate.isEmpty() || rate.getAsLong() <= 0) {
      return OptionalLong.empty();
    }
    long left = Math.max(0, total.getAsLong() - done.getAsLong());
    return OptionalLong.of((left + 60 * rate.getAsLong() - 1) / (60 * rate.getAsLong()));
  }

  /// Progress may be older than the step: what it says of another one is not of now.
  private static boolean isOfStep(Fields progress, String status) {
    return progress.optionalText("step").map(status::equals).orElse(true);
  }

  private static OptionalLong whole(Optional<Fields> progress, String name) {
    return progress.map(p -> p.optionalWhole(name)).orElseGet(OptionalLong::empty);
  }

  private static Optional<String> text(Optional<Fields> progress, String name) {
    return progress.flatMap(p -> p.optionalText(name)).filter(t -> !t.isEmpty());
  }
}
