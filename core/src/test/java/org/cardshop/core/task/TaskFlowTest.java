package org.cardshop.core.task;

import static org.cardshop.core.task.TaskSamples.BAD_CARD;
import static org.cardshop.core.task.TaskSamples.CARD;
import static org.cardshop.core.task.TaskSamples.CARD_MADE;
import static org.cardshop.core.task.TaskSamples.LEASE;
import static org.cardshop.core.task.TaskSamples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.flow.Transition.Ignored;
import org.cardshop.core.flow.Transition.Moved;
import org.cardshop.core.flow.Transition.Refused;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Step.WriteStep;
import org.junit.jupiter.api.Test;

class TaskFlowTest {
  private static final TaskState PENDING = new TaskState.Pending(Attempts.NONE);

  @Test
  void everyGrantRaisesTheEpoch() {
    var first = after(PENDING, asked("writer-1", NOW));
    var second = after(first, cutOff(1), asked("writer-2", later(200)));
    assertEquals(1, first.attempts().epoch());
    assertEquals(2, second.attempts().epoch());
    assertEquals("writer-2", second.holder().orElseThrow().worker());
  }

  @Test
  void aHolderThatWasCutOffGoesOnWithItsOwnEpoch() {
    var working =
        after(PENDING, asked("writer-1", NOW), stepped("writer-1", 1, 1, WriteStep.WRITING));
    var back = after(working, cutOff(1), renewed("writer-1", 1, later(240)));
    var running = assertInstanceOf(TaskState.Running.class, back);
    assertEquals(WriteStep.WRITING, running.step());
    assertEquals(1, running.grant().epoch());
    assertEquals(later(240).plus(LEASE), running.grant().leaseUntil());
  }

  @Test
  void aHolderThatComesBackDidNotDie() {
    var back =
        after(PENDING, asked("writer-1", NOW), cutOff(1), renewed("writer-1", 1, later(240)));
    assertEquals(Set.of(), back.attempts().killed());
  }

  @Test
  void aCutHolderIsFencedOnceAnotherWasGranted() {
    var granted = after(PENDING, asked("writer-1", NOW), cutOff(1), asked("writer-2", later(100)));
    assertInstanceOf(Refused.class, on(granted, renewed("writer-1", 1, later(240))));
    assertInstanceOf(Ignored.class, on(granted, finished("writer-1", 1, 5)));
    assertInstanceOf(TaskState.Succeeded.class, after(granted, finished("writer-2", 2, 1)));
  }

  @Test
  void twoDeadWorkersPutTheTaskInQuarantine() {
    var second = after(PENDING, asked("writer-1", NOW), cutOff(1), asked("writer-2", later(100)));
    var answer = moved(second, new TaskEvent.LeaseRanOut(2, later(500)));
    var discarded = assertInstanceOf(TaskState.Discarded.class, answer.to());
    assertEquals(Failure.Status.TIMEDOUT, discarded.failure().status());
    assertEquals(
        List.of(
            new TaskEffect.TellOrder(
                new OrderEvent.TaskDiscarded(TaskKind.WRITE, 3, discarded.failure()))),
        answer.effects());
  }

  @Test
  void theSameDeathSeenTwiceIsOneDeath() {
    var cut = after(PENDING, asked("writer-1", NOW), cutOff(1));
    var restarted = after(cut, new TaskEvent.HolderRestarted("writer-1", 8, later(200)));
    assertEquals(Set.of("writer-1/7"), restarted.attempts().killed());
    assertInstanceOf(TaskState.Retryable.class, restarted);
  }

  @Test
  void aTaskIsGivenUpWhenItsBudgetIsSpent() {
    var state = PENDING;
    for (int attempt = 1; attempt < RetryPolicy.budget(TaskKind.WRITE); attempt++) {
      state = after(state, asked("writer-1", later(3600L * attempt)));
      state = after(state, handedBack(attempt, Trouble.TRANSIENT));
      assertInstanceOf(TaskState.Retryable.class, state);
    }
    int last = RetryPolicy.budget(TaskKind.WRITE);
    state = after(state, asked("writer-1", later(3600L * last)));
    var discarded =
        assertInstanceOf(
            TaskState.Discarded.class, after(state, handedBack(last, Trouble.TRANSIENT)));
    assertEquals(BAD_CARD.status(), discarded.failure().status());
  }

  @Test
  void waitingForAPersonCostsNothingOfTheBudget() {
    var state = after(PENDING, asked("writer-1", NOW), handedBack(1, Trouble.NEEDS_HUMAN));
    assertEquals(0, state.attempts().failures());
    assertInstanceOf(Refused.class, on(state, asked("writer-1", NOW)));
    assertInstanceOf(
        TaskState.Claimed.class,
        after(state, asked("writer-1", NOW.plus(RetryPolicy.HUMAN_PAUSE))));
  }

  @Test
  void aCancelledTaskAcceptsNothingMore() {
    var states =
        List.of(
            PENDING,
            TaskSamples.claimed(),
            TaskSamples.running(WriteStep.WRITING),
            TaskSamples.givenBack(),
            TaskSamples.cut());
    for (var state : states) {
      var cancelled = after(state, new TaskEvent.CancelAsked("anna", NOW));
      assertEquals("canceled", cancelled.status());
      assertInstanceOf(Refused.class, on(cancelled, asked("writer-1", later(3600))));
      assertInstanceOf(Refused.class, on(cancelled, renewed("writer-1", 2, NOW)));
      assertInstanceOf(Ignored.class, on(cancelled, finished("writer-1", 2, 99)));
    }
  }

  @Test
  void aHolderThatIsOnlyCutOffIsToldToStopToo() {
    var stop = new TaskEffect.StopWorker("writer-1", 2);
    assertEquals(
        List.of(stop), moved(TaskSamples.cut(), new TaskEvent.CancelAsked("anna", NOW)).effects());
    assertTrue(
        moved(TaskSamples.cut(), new TaskEvent.SlotSkipped("anna", NOW)).effects().contains(stop));
  }

  private static Transition<TaskState, TaskEffect> on(TaskState state, TaskEvent event) {
    return TaskFlow.on(CARD, state, event);
  }

  private static Moved<TaskState, TaskEffect> moved(TaskState state, TaskEvent event) {
    var answer = on(state, event);
    if (answer instanceof Moved<TaskState, TaskEffect> moved) {
      return moved;
    }
    throw new AssertionError(event + " on " + state + " was answered with " + answer);
  }

  private static TaskState after(TaskState state, TaskEvent... events) {
    for (var event : events) {
      state = moved(state, event).to();
    }
    return state;
  }

  private static Instant later(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  private static TaskEvent asked(String worker, Instant at) {
    return new TaskEvent.Asked(worker, 7, "A-01", at, LEASE);
  }

  private static TaskEvent renewed(String worker, long epoch, Instant at) {
    return new TaskEvent.Renewed(worker, 7, epoch, at, LEASE);
  }

  private static TaskEvent cutOff(long epoch) {
    return new TaskEvent.LeaseRanOut(epoch, later(100));
  }

  private static TaskEvent stepped(String worker, long epoch, long seq, Step step) {
    return new TaskEvent.Stepped(origin(worker, epoch, seq), step);
  }

  private static TaskEvent finished(String worker, long epoch, long seq) {
    return new TaskEvent.Finished(origin(worker, epoch, seq), CARD_MADE);
  }

  private static TaskEvent handedBack(long epoch, Trouble trouble) {
    return new TaskEvent.HandedBack(origin("writer-1", epoch, epoch), trouble, BAD_CARD);
  }

  private static TaskEvent.Origin origin(String worker, long epoch, long seq) {
    return new TaskEvent.Origin(worker, epoch, new Mark(7, seq), NOW);
  }
}
