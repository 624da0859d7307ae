package org.cardshop.core.task;

import static org.cardshop.core.task.TaskSamples.BAD_CARD;
import static org.cardshop.core.task.TaskSamples.BUILD;
import static org.cardshop.core.task.TaskSamples.CARD;
import static org.cardshop.core.task.TaskSamples.CARD_MADE;
import static org.cardshop.core.task.TaskSamples.IMAGE_MADE;
import static org.cardshop.core.task.TaskSamples.LEASE;
import static org.cardshop.core.task.TaskSamples.NOW;
import static org.cardshop.core.task.TaskSamples.SECOND;
import static org.cardshop.core.task.TaskSamples.claimed;
import static org.cardshop.core.task.TaskSamples.cut;
import static org.cardshop.core.task.TaskSamples.fenced;
import static org.cardshop.core.task.TaskSamples.fresh;
import static org.cardshop.core.task.TaskSamples.givenBack;
import static org.cardshop.core.task.TaskSamples.repeated;
import static org.cardshop.core.task.TaskSamples.running;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.cardshop.core.flow.FlowTable;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.testing.Documentation;
import org.junit.jupiter.api.Test;

class TaskFlowTableTest {
  private static final String INTRO =
      """
      # The life of a task

      Written by a test from the code (`TaskFlow`); build with `-Dgolden.update=true` to write it anew. A cell says
      where the task moves and, after `+`, which effects follow. `·` is ignored: a repeat or a latecomer. `✗` is
      refused with a reason. "The holder" is the worker with the newest grant.

      """;

  @Test
  void theDocumentedTableIsWhatTheFlowDoes() throws IOException {
    Documentation.require(
        "task-flow.md",
        INTRO
            + "## A card\n\n"
            + rendered(CARD, cardTable())
            + "\n## An image\n\nOnly what differs from a card.\n\n"
            + rendered(BUILD, imageTable()));
  }

  @Test
  void everyKindOfStateAndEventIsInTheTable() {
    cardTable().requireEveryKind(TaskState.class, TaskEvent.class);
  }

  private static FlowTable<TaskState, TaskEvent, TaskEffect> cardTable() {
    var lastAttempt = new Attempts(2, RetryPolicy.budget(TaskKind.WRITE) - 1, Set.of());
    var oneDeath = new Attempts(2, 0, Set.of("writer-9/4"));
    return new FlowTable<TaskState, TaskEvent, TaskEffect>()
        .state("Pending", new TaskState.Pending(Attempts.NONE))
        .state("Claimed", claimed())
        .state("Running (received)", running(WriteStep.RECEIVED))
        .state("Running (writing)", running(WriteStep.WRITING))
        .state("Running (last attempt)", running(lastAttempt, WriteStep.WRITING))
        .state("Running (one worker died)", running(oneDeath, WriteStep.WRITING))
        .state("Retryable (given back)", givenBack())
        .state("Retryable (cut)", cut())
        .state("Succeeded", new TaskState.Succeeded(SECOND, CARD_MADE))
        .state("Discarded", new TaskState.Discarded(SECOND, BAD_CARD))
        .state("Cancelled", new TaskState.Cancelled(SECOND, "anna"))
        .event("Asked by the holder again", asked("writer-1", NOW))
        .event("Asked by another worker", asked("writer-2", NOW))
        .event("Asked by another worker, later", asked("writer-2", NOW.plusSeconds(60)))
        .event("Renewed by the holder", new TaskEvent.Renewed("writer-1", 7, 2, NOW, LEASE))
        .event("Renewed of an older grant", new TaskEvent.Renewed("writer-1", 7, 1, NOW, LEASE))
        .event("Stepped to received", new TaskEvent.Stepped(fresh(), WriteStep.RECEIVED))
        .event("Stepped to downloading", new TaskEvent.Stepped(fresh(), WriteStep.DOWNLOADING))
        .event(
            "Stepped to waiting_for_card",
            new TaskEvent.Stepped(fresh(), WriteStep.WAITING_FOR_CARD))
        .event("Stepped, seen before", new TaskEvent.Stepped(repeated(), WriteStep.WRITING))
        .event("Stepped, older grant", new TaskEvent.Stepped(fenced(), WriteStep.WRITING))
        .event("Stepped to building", new TaskEvent.Stepped(fresh(), CreateStep.BUILDING))
        .event("HandedBack transient", handedBack(Trouble.TRANSIENT))
        .event("HandedBack permanent", handedBack(Trouble.PERMANENT))
        .event("HandedBack needs_human", handedBack(Trouble.NEEDS_HUMAN))
        .event("HandedBack interrupted", handedBack(Trouble.INTERRUPTED))
        .event("Finished", new TaskEvent.Finished(fresh(), CARD_MADE))
        .event("Finished, older grant", new TaskEvent.Finished(fenced(), CARD_MADE))
        .event("Finished with an image", new TaskEvent.Finished(fresh(), IMAGE_MADE))
        .event("Broke", new TaskEvent.Broke(fresh(), BAD_CARD))
        .event("LeaseRanOut", new TaskEvent.LeaseRanOut(2, NOW.plus(LEASE)))
        .event("LeaseRanOut, renewed since", new TaskEvent.LeaseRanOut(2, NOW))
        .event("LeaseRanOut, older grant", new TaskEvent.LeaseRanOut(1, NOW.plus(LEASE)))
        .event("HolderRestarted", new TaskEvent.HolderRestarted("writer-1", 8, NOW))
        .event("HolderRestarted, another", new TaskEvent.HolderRestarted("writer-2", 8, NOW))
        .event("CancelAsked", new TaskEvent.CancelAsked("anna", NOW))
        .event("SlotSkipped", new TaskEvent.SlotSkipped("anna", NOW));
  }

  private static FlowTable<TaskState, TaskEvent, TaskEffect> imageTable() {
    return new FlowTable<TaskState, TaskEvent, TaskEffect>()
        .state("Claimed", claimed())
        .state("Running (building)", running(CreateStep.BUILDING))
        .event("Stepped to received", new TaskEvent.Stepped(fresh(), CreateStep.RECEIVED))
        .event("Stepped to uploading", new TaskEvent.Stepped(fresh(), CreateStep.UPLOADING))
        .event("Stepped to writing", new TaskEvent.Stepped(fresh(), WriteStep.WRITING))
        .event("Finished", new TaskEvent.Finished(fresh(), IMAGE_MADE))
        .event("Finished with a card", new TaskEvent.Finished(fresh(), CARD_MADE));
  }

  private static TaskEvent asked(String worker, Instant at) {
    return new TaskEvent.Asked(worker, 7, "A-01", at, LEASE);
  }

  private static TaskEvent handedBack(Trouble trouble) {
    return new TaskEvent.HandedBack(fresh(), trouble, BAD_CARD);
  }

  private static String rendered(TaskKey key, FlowTable<TaskState, TaskEvent, TaskEffect> table) {
    return table.render(
        (state, event) -> TaskFlow.on(key, state, event),
        TaskFlowTableTest::named,
        TaskFlowTableTest::told);
  }

  private static String named(TaskState state) {
    var name = state.getClass().getSimpleName();
    return state instanceof TaskState.Retryable r && r.cut().isPresent() ? name + " (cut)" : name;
  }

  private static String told(TaskEffect effect) {
    return effect instanceof TaskEffect.TellOrder t
        ? t.event().getClass().getSimpleName()
        : effect.getClass().getSimpleName();
  }
}
