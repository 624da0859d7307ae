package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Failure.Status;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact;
import org.junit.jupiter.api.Test;

class EndingTest {
  private static final Ending HELD = new Ending("task", 3, Status.FAILED_TO_BUILD, false);
  private static final Ending VOID = new Ending("task", 3, Status.FAILED_TO_BUILD, true);

  @Test
  void whatMayGoBetterNextTimeIsHandedBackWhereItBroke() {
    assertEquals(
        new Fact.TaskRetried(
            "task", 3, Trouble.TRANSIENT, new Failure(Status.FAILED_TO_BUILD, "no answer")),
        HELD.because(new TroubleException(Trouble.TRANSIENT, "no answer")));
  }

  @Test
  void whatSaysItselfWhereItBrokeHasFailedForGood() {
    var failure = new Failure(Status.FAILED_TO_VERIFY, "bad cards");
    assertEquals(
        new Fact.TaskFailed("task", 3, failure), HELD.because(new TroubleException(failure)));
  }

  @Test
  void workThatIsStoppedIsHandedBackUnlessItsGrantIsVoid() {
    assertEquals(new Fact.TaskCanceled("task", 3), VOID.stopped());
    assertEquals(
        new Fact.TaskRetried(
            "task",
            3,
            Trouble.INTERRUPTED,
            new Failure(Status.FAILED_TO_BUILD, "the worker was asked to stop")),
        HELD.stopped());
  }

  @Test
  void whatNobodyForesawIsTriedAgain() {
    assertEquals(
        new Fact.TaskRetried(
            "task",
            3,
            Trouble.TRANSIENT,
            new Failure(
                Status.FAILED_TO_BUILD, "unexpected: java.lang.IllegalStateException: odd")),
        HELD.unforeseen(new IllegalStateException("odd")));
  }
}
