package org.cardshop.core.waiting;

import static org.cardshop.core.waiting.WaitingSamples.BACK_OFF;
import static org.cardshop.core.waiting.WaitingSamples.NEEDS_HUMAN;
import static org.cardshop.core.waiting.WaitingSamples.NOW;
import static org.cardshop.core.waiting.WaitingSamples.ONCE;
import static org.cardshop.core.waiting.WaitingSamples.PENDING;
import static org.cardshop.core.waiting.WaitingSamples.QUARANTINED;
import static org.cardshop.core.waiting.WaitingSamples.cordoned;
import static org.cardshop.core.waiting.WaitingSamples.creator;
import static org.cardshop.core.waiting.WaitingSamples.explain;
import static org.cardshop.core.waiting.WaitingSamples.offline;
import static org.cardshop.core.waiting.WaitingSamples.writer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.Trouble;
import org.cardshop.core.waiting.Waiting.Cause;
import org.cardshop.core.worker.SlotState;
import org.junit.jupiter.api.Test;

/// What the table of reasons (docs/waiting.md) does not show.
class WaitingTaskTest {
  @Test
  void workersOfTheOtherKindDoNotCount() {
    var waiting = explain(PENDING, creator("c-1"));
    assertEquals(Cause.NO_WORKER, waiting.cause());
    assertTrue(waiting.sentence().contains("has ever reported"), waiting.sentence());
  }

  @Test
  void oneFreeSlotIsEnough() {
    assertEquals(
        Cause.ITS_TURN,
        explain(
                PENDING,
                offline("w-1"),
                cordoned("w-2", true),
                writer("w-3", SlotState.NO_DISK),
                writer("w-4", SlotState.BUSY, SlotState.SUSPENDED, SlotState.FREE))
            .cause());
  }

  @Test
  void aBusySlotGetsFreeByItselfAndIsWhatIsWaitedFor() {
    assertEquals(
        Cause.NO_FREE_SLOT,
        explain(
                PENDING,
                cordoned("w-1", false),
                writer("w-2", SlotState.SUSPENDED, SlotState.BUSY),
                writer("w-3", SlotState.NO_DISK))
            .cause());
  }

  @Test
  void ofManyWorkersOnlySomeAreNamed() {
    var many = IntStream.range(0, 12).mapToObj(i -> offline("w-" + i)).toArray(WorkerSight[]::new);
    var sentence = explain(PENDING, many).sentence();
    assertTrue(sentence.contains("w-4") && sentence.endsWith("; and 7 more."), sentence);
    assertFalse(sentence.contains("w-5"), sentence);
  }

  @Test
  void aBackOffHasItsEnd() {
    assertEquals(Optional.of(NOW.plusSeconds(30)), explain(BACK_OFF).until());
    assertEquals(Optional.of(NOW.plusSeconds(120)), explain(NEEDS_HUMAN).until());
  }

  @Test
  void aBackOffThatIsOverWaitsForAWorker() {
    for (var trouble : Trouble.values()) {
      var over = new TaskState.Retryable(ONCE, NOW, "no room", trouble);
      assertEquals(Cause.NO_WORKER, explain(over).cause());
      assertEquals(Cause.ITS_TURN, explain(over, writer("w-1", SlotState.FREE)).cause());
    }
  }

  @Test
  void theQuarantineNamesTheDead() {
    assertTrue(
        explain(QUARANTINED).sentence().contains("writer-1 (start 7) and writer-2 (start 3) died"));
  }
}
