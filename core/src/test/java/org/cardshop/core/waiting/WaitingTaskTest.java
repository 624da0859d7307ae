package org.cardshop.core.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.waiting.Waiting.Cause;
import org.junit.jupiter.api.Test;

class WaitingTaskTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Grant GRANT = new Grant("w-1", 1, "A-01", 1, NOW.plusSeconds(60));
  private static final Attempts ONCE = new Attempts(1, 0, Set.of());

  @Test
  void aSilentWorkerIsNamed() {
    var waiting = explain(new TaskState.Pending(Attempts.NONE), writer(false, 2));
    assertEquals(Cause.NO_WORKER, waiting.cause());
    assertTrue(waiting.sentence().contains("Known are w-1"), waiting.sentence());
  }

  @Test
  void workersOfTheOtherKindDoNotCount() {
    var creator = new WorkerSight("c-1", TaskKind.CREATE, true, 1);
    assertEquals(Cause.NO_WORKER, explain(new TaskState.Pending(Attempts.NONE), creator).cause());
  }

  @Test
  void oneFreeSlotIsEnough() {
    var state = new TaskState.Pending(Attempts.NONE);
    assertEquals(Cause.NO_FREE_SLOT, explain(state, writer(true, 0)).cause());
    assertEquals(Cause.ITS_TURN, explain(state, writer(true, 0), writer(true, 1)).cause());
  }

  @Test
  void aBackOffHasItsEnd() {
    var state =
        new TaskState.Retryable(ONCE, NOW.plusSeconds(30), "no room on the disk", Optional.empty());
    var waiting = explain(state, writer(true, 1));
    assertEquals(Cause.BACK_OFF, waiting.cause());
    assertEquals(Optional.of(NOW.plusSeconds(30)), waiting.until());
    assertTrue(waiting.sentence().contains("no room on the disk"));
  }

  @Test
  void aBackOffThatIsOverWaitsForAWorker() {
    var state = new TaskState.Retryable(ONCE, NOW, "no room", Optional.empty());
    assertEquals(Cause.NO_WORKER, explain(state).cause());
  }

  @Test
  void aCutHoldNamesItsWorker() {
    var cut = new TaskState.Cut(GRANT, Optional.empty(), Mark.START);
    var state = new TaskState.Retryable(ONCE, NOW, "w-1 was not heard of", Optional.of(cut));
    assertEquals(Cause.SILENT_WORKER, explain(state, writer(true, 1)).cause());
  }

  @Test
  void aHolderPastItsLeaseIsSilent() {
    var late = new Grant("w-1", 1, "A-01", 1, NOW.minusSeconds(1));
    assertEquals(Cause.SILENT_WORKER, explain(new TaskState.Claimed(ONCE, late)).cause());
    assertEquals(Cause.WORK, explain(new TaskState.Claimed(ONCE, GRANT)).cause());
  }

  @Test
  void aCardIsAskedForThenItsConfirmation() {
    var state = new TaskState.Running(ONCE, GRANT, WriteStep.WAITING_FOR_CARD, new Mark(1, 1));
    var card = explain(state);
    assertEquals(Cause.CARD, card.cause());
    assertTrue(card.sentence().contains("slot A-01 of w-1, for 5 minutes"), card.sentence());
    var seen = new WaitingTask(TaskKind.WRITE, "mali", state, NOW, List.of(), Optional.of("sd-1"));
    assertEquals(Cause.CONFIRMATION, seen.explain(NOW).cause());
  }

  @Test
  void whatEndedSaysHow() {
    var failure = new Failure(Failure.Status.TIMEDOUT, "In quarantine: 2 workers died with it.");
    var discarded = explain(new TaskState.Discarded(ONCE, failure));
    assertEquals(Cause.DECISION, discarded.cause());
    assertTrue(discarded.sentence().contains("In quarantine"));
    assertEquals(Cause.NOTHING, explain(new TaskState.Cancelled(ONCE, "olga")).cause());
  }

  private static WorkerSight writer(boolean online, int free) {
    return new WorkerSight("w-1", TaskKind.WRITE, online, free);
  }

  private static Waiting explain(TaskState state, WorkerSight... workers) {
    return new WaitingTask(
            TaskKind.WRITE,
            "mali",
            state,
            NOW.minusSeconds(300),
            List.of(workers),
            Optional.empty())
        .explain(NOW);
  }
}
