package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.waiting.Waiting;
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
    return task.value()
        .state()
        .holder()
        .flatMap(grant ->
            tasks
                .notes(task.id())
                .progress()
                .filter(p -> isOfWait(p, grant))
                .map(p -> Optional.of(p.path("medium").asText()).filter(m -> !m.isEmpty()))
                .orElseGet(() -> reported(grant)));
  }

  private static boolean isOfWait(JsonNode progress, Grant grant) {
    return progress.path("step").asText().equals(WriteStep.WAITING_FOR_CARD.wire())
        && progress.path("slot").asText().equals(grant.slot());
  }

  private Optional<String> reported(Grant grant) {
    return workers.find(grant.worker()).stream()
        .flatMap(w -> w.slots().stream())
        .filter(s -> s.name().equals(grant.slot()))
        .map(Worker.Slot::medium)
        .filter(m -> !m.isEmpty())
        .findFirst();
  }

  public Waiting explain(Versioned<Task, TaskEffect> task, Instant now) {
    var value = task.value();
    var since = task.history().isEmpty() ? now : task.history().getLast().on();
    return new WaitingTask(
            value.key().kind(),
            value.channel(),
            value.state(),
            since,
            sights(value.channel()),
            medium(task))
        .explain(now);
  }

  private List<WorkerSight> sights(String channel) {
    return workers.ofChannel(channel).stream()
        .map(w ->
            new WorkerSight(
                w.name(),
                w.kind(),
                w.online(),
                (int) w.slots().stream().filter(Worker.Slot::isFree).count()))
        .toList();
  }
}
