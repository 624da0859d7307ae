package org.cardshop.core.waiting;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.Trouble;
import org.cardshop.core.worker.Cordon;
import org.cardshop.core.worker.SlotState;

/// A write task of the channel mali at noon, twelve minutes after it came to its status, and what
/// workers may look like.
final class WaitingSamples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant SINCE = NOW.minusSeconds(720);
  static final Grant GRANT = new Grant("writer-1", 7, "A-03", 1, NOW.plusSeconds(60));
  static final Grant LATE = new Grant("writer-1", 7, "A-03", 1, NOW.minusSeconds(10));
  static final Attempts ONCE = new Attempts(1, 0, Set.of());
  static final Attempts DEADLY = new Attempts(2, 0, Set.of("writer-2/3", "writer-1/7"));
  static final TaskState PENDING = new TaskState.Pending(Attempts.NONE);
  static final TaskState WAITS_FOR_CARD =
      new TaskState.Running(ONCE, GRANT, WriteStep.WAITING_FOR_CARD, new Mark(7, 4));
  static final TaskState WRITES =
      new TaskState.Running(ONCE, GRANT, WriteStep.WRITING, new Mark(7, 9));
  static final TaskState SILENT =
      new TaskState.Running(ONCE, LATE, WriteStep.WAITING_FOR_CARD, new Mark(7, 9));
  static final TaskState CUT =
      new TaskState.Retryable(
          ONCE,
          NOW,
          "writer-1 was not heard of for the length of its lease",
          Optional.of(new TaskState.Cut(LATE, Optional.of(WriteStep.WRITING), new Mark(7, 9))));
  static final TaskState BACK_OFF =
      new TaskState.Retryable(
          ONCE, NOW.plusSeconds(30), "The warehouse cannot be reached.", Trouble.TRANSIENT);
  static final TaskState NEEDS_HUMAN =
      new TaskState.Retryable(
          ONCE,
          NOW.plusSeconds(120),
          "The chunk cache of this host cannot be used: Read-only file system.",
          Trouble.NEEDS_HUMAN);
  static final TaskState GIVEN_UP =
      new TaskState.Discarded(
          ONCE, new Failure(Failure.Status.FAILED_TO_WRITE, "3 bad cards in a row."));
  static final TaskState QUARANTINED =
      new TaskState.Discarded(DEADLY, new Failure(Failure.Status.TIMEDOUT, "In quarantine."));

  private WaitingSamples() {}

  static WorkerSight writer(String name, SlotState... slots) {
    return new WorkerSight(
        name,
        TaskKind.WRITE,
        Optional.empty(),
        Optional.empty(),
        named(slots),
        OptionalLong.of(74_000_000));
  }

  static WorkerSight offline(String name) {
    return new WorkerSight(
        name,
        TaskKind.WRITE,
        Optional.of(NOW.minusSeconds(3600)),
        Optional.empty(),
        named(SlotState.FREE),
        OptionalLong.empty());
  }

  static WorkerSight cordoned(String name, boolean isDrained) {
    return new WorkerSight(
        name,
        TaskKind.WRITE,
        Optional.empty(),
        Optional.of(new Cordon("olga", NOW.minusSeconds(300), isDrained)),
        named(SlotState.FREE),
        OptionalLong.empty());
  }

  static WorkerSight creator(String name) {
    return new WorkerSight(
        name,
        TaskKind.CREATE,
        Optional.empty(),
        Optional.empty(),
        named(SlotState.FREE),
        OptionalLong.empty());
  }

  private static SortedMap<String, SlotState> named(SlotState... slots) {
    var named = new TreeMap<String, SlotState>();
    for (var slot : slots) {
      named.put("A-0" + (named.size() + 1), slot);
    }
    return named;
  }

  static Waiting explain(TaskState state, WorkerSight... workers) {
    return explain(state, Optional.empty(), workers);
  }

  static Waiting explain(TaskState state, Optional<CardSight> card, WorkerSight... workers) {
    return new WaitingTask(TaskKind.WRITE, "mali", state, SINCE, List.of(workers), card)
        .explain(NOW);
  }

  static Map.Entry<String, Waiting> row(String title, Waiting waiting) {
    return Map.entry(title, waiting);
  }
}
