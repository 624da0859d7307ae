package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.core.waiting.CardSight;
import org.cardshop.core.waiting.Waiting;
import org.cardshop.core.waiting.WaitingOrder.OfTask;
import org.cardshop.core.waiting.WaitingTask;
import org.cardshop.core.waiting.WorkerSight;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;

/// A closer look at a task: which card its slot reported, and why it waits.
public record TaskLook(TaskStore tasks, WorkerStore workers) {
  /// The card that the holder's slot reported last. The task's own progress knows first, while it
  /// is that of the wait; it may have been lost, then the worker's last report tells.
  Optional<String> medium(Versioned<Task, TaskEffect> task) {
    return card(task).map(CardSight::medium);
  }

  private Optional<CardSight> card(Versioned<Task, TaskEffect> task) {
    return task.value()
        .state()
        .holder()
        .flatMap(grant ->
            tasks
                .notes(task.id())
                .progress()
                .filter(p -> isOfWait(p, grant))
                .map(TaskLook::shown)
                .orElseGet(() -> reported(grant)));
  }

  private static Optional<CardSight> shown(JsonNode progress) {
    var medium = progress.path("medium").asText();
    var isSpent = progress.path("asks").asText().equals("replace");
    return medium.isEmpty()
        ? Optional.empty()
        : Optional.of(new CardSight(medium, isSpent, progress.path("why").asText()));
  }

  private static boolean isOfWait(JsonNode progress, Grant grant) {
    return progress.path("step").asText().equals(WriteStep.WAITING_FOR_CARD.wire())
        && progress.path("slot").asText().equals(grant.slot());
  }

  private Optional<CardSight> reported(Grant grant) {
    return workers.find(grant.worker()).stream()
        .flatMap(w -> w.slots().stream())
        .filter(s -> s.name().equals(grant.slot()))
        .map(Worker.Slot::medium)
        .filter(m -> !m.isEmpty())
        .map(m -> new CardSight(m, false, ""))
        .findFirst();
  }

  public Waiting explain(Versioned<Task, TaskEffect> task, Instant now) {
    return explain(task, sights(task.value().channel()), now);
  }

  /// The same for all tasks of one order.
  List<OfTask> explainAll(List<Versioned<Task, TaskEffect>> ofOrder, Instant now) {
    // They are all of one channel.
    var sights =
        ofOrder.stream().findFirst().map(t -> sights(t.value().channel())).orElseGet(List::of);
    return ofOrder.stream()
        .map(t -> {
          var key = t.value().key();
          return new OfTask(t.id(), key.kind(), key.unit(), explain(t, sights, now));
        })
        .toList();
  }

  private Waiting explain(Versioned<Task, TaskEffect> task, List<WorkerSight> sights, Instant now) {
    var value = task.value();
    var since = task.history().isEmpty() ? now : task.history().getLast().on();
    var card =
        value.state() instanceof Running r && r.step() == WriteStep.WAITING_FOR_CARD
            ? card(task)
            : Optional.<CardSight>empty();
    return new WaitingTask(value.key().kind(), value.channel(), value.state(), since, sights, card)
        .explain(now);
  }

  private List<WorkerSight> sights(String channel) {
    return workers.ofChannel(channel).stream().map(Worker::sight).toList();
  }
}
