package org.cardshop.core.waiting;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cardshop.core.text.Times;
import org.cardshop.core.waiting.Waiting.Cause;
import org.cardshop.core.worker.SlotState;

/// Why one worker takes no task now.
///
/// @param sentence without a full stop, to be one of several
record Obstacle(Cause cause, String sentence) {
  /// More would not be read.
  private static final int MOST = 5;

  /// What is nearest to its end comes first: its cause stands for all.
  private static final List<Cause> ORDER =
      List.of(
          Cause.NO_FREE_SLOT,
          Cause.NO_DISK,
          Cause.SUSPENDED,
          Cause.BROKEN,
          Cause.CORDONED,
          Cause.DRAINING,
          Cause.NO_WORKER);

  /// Empty when the worker can take a task.
  static Optional<Obstacle> of(WorkerSight worker) {
    var name = worker.name();
    if (worker.silentSince().isPresent()) {
      var since = Times.said(worker.silentSince().get());
      var sentence =
          " is offline, heard of last at " + since + ": see that it runs and is connected";
      return Optional.of(new Obstacle(Cause.NO_WORKER, name + sentence));
    }
    return worker
        .cordon()
        .map(c -> new Obstacle(c.isDrained() ? Cause.DRAINING : Cause.CORDONED, c.sentence(name)))
        .or(() -> inSlots(worker));
  }

  private static Optional<Obstacle> inSlots(WorkerSight worker) {
    var states = EnumSet.noneOf(SlotState.class);
    states.addAll(worker.slots().values());
    return states.contains(SlotState.FREE)
        ? Optional.empty()
        : Optional.of(new Obstacle(causeIn(states), slots(worker, states)));
  }

  private static Cause causeIn(Set<SlotState> states) {
    return states.stream()
        .map(state ->
            switch (state) {
              case FREE, BUSY -> Cause.NO_FREE_SLOT;
              case NO_DISK -> Cause.NO_DISK;
              case SUSPENDED -> Cause.SUSPENDED;
              case BROKEN -> Cause.BROKEN;
            })
        .min(comparingInt(ORDER::indexOf))
        .orElse(Cause.NO_FREE_SLOT);
  }

  private static String slots(WorkerSight worker, Set<SlotState> states) {
    return states.isEmpty()
        ? worker.name() + " has no slots"
        : states.stream().map(state -> slots(worker, state)).collect(joining(", "));
  }

  private static String slots(WorkerSight worker, SlotState state) {
    var names =
        worker.slots().entrySet().stream()
            .filter(s -> s.getValue() == state)
            .map(s -> s.getKey())
            .toList();
    var slots =
        (names.size() == 1 ? "slot " : "slots ")
            + String.join(", ", names)
            + " of "
            + worker.name()
            + (names.size() == 1 ? " is " : " are ");
    return switch (state) {
      case FREE, BUSY -> slots + state.wire();
      case NO_DISK ->
          worker.name()
              + " has too little disk to begin anything"
              + free(worker.diskFree())
              + ": make room on that host, then it goes on by itself";
      case SUSPENDED ->
          slots
              + "suspended after bad cards: look at the reader, try it with a good card, then make"
              + " the file media/records/<slot>.reset in the data folder of that host";
      case BROKEN -> slots + "broken: look at the reader and its cable";
    };
  }

  private static String free(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, " (%.2f GB free)", bytes.getAsLong() / 1e9)
        : "";
  }

  /// The one whose cause stands for all of them, which its sentence names.
  ///
  /// @param all at least one
  static Obstacle together(List<Obstacle> all) {
    var sorted = all.stream().sorted(comparingInt(o -> ORDER.indexOf(o.cause()))).toList();
    var shown = sorted.stream().limit(MOST).map(Obstacle::sentence).collect(joining("; "));
    var rest = all.size() > MOST ? "; and " + (all.size() - MOST) + " more" : "";
    return new Obstacle(sorted.getFirst().cause(), shown + rest);
  }
}
