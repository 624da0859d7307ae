package org.cardshop.scheduler.task;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.core.waiting.CardSight;
import org.cardshop.core.waiting.Waiting;
import org.cardshop.core.waiting.WaitingOrder;
import org.cardshop.core.waiting.WaitingOrder.OfTask;
import org.cardshop.core.waiting.WaitingTask;
import org.cardshop.core.waiting.WorkerSight;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.TaskStore.Noted;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;

/// A closer look at a task: which card its slot reported, and why it waits.
public record TaskLook(TaskStore tasks, WorkerStore workers) {
  /// The card that the holder's slot reported last. The task's own progress knows first, while it
  /// is that of the wait; it may have been lost, then the worker's last report tells.
  Optional<String> medium(Versioned<Task, TaskEffect> task) {
    var noted = new Noted(task, tasks.notes(task.id()));
    return card(noted, workers.ofChannel(task.value().channel())).map(CardSight::medium);
  }

  private static Optional<CardSight> card(Noted task, List<Worker> crew) {
    return task.task()
        .value()
        .state()
        .holder()
        .flatMap(grant ->
            task.notes()
                .progress()
                .filter(p -> isOfWait(p, grant))
                .map(TaskLook::shown)
                .orElseGet(() -> reported(grant, crew)));
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

  private static Optional<CardSight> reported(Grant grant, List<Worker> crew) {
    return crew.stream()
        .filter(w -> w.name().equals(grant.worker()))
        .flatMap(w -> w.slots().stream())
        .filter(s -> s.name().equals(grant.slot()))
        .map(Worker.Slot::medium)
        .filter(m -> !m.isEmpty())
        .map(m -> new CardSight(m, false, ""))
        .findFirst();
  }

  public Waiting explain(Versioned<Task, TaskEffect> task, Instant now) {
    return explain(new Noted(task, tasks.notes(task.id())), crew(task.value().channel()), now);
  }

  WaitingOrder explainOrder(Versioned<Order, OrderEffect> order, Instant now) {
    return explainAll(List.of(order), now).values().iterator().next();
  }

  /// Why each of these orders waits, by its id; asked of the store for all at once.
  public Map<String, WaitingOrder> explainAll(
      Collection<Versioned<Order, OrderEffect>> orders, Instant now) {
    var open =
        orders.stream()
            .filter(o -> WaitingOrder.looksAtTasks(o.value().state()))
            .map(Versioned::id)
            .toList();
    var crews = new HashMap<String, Crew>();
    var theirs =
        tasks.notedOf(open, false).stream()
            .collect(
                groupingBy(
                    t -> t.task().value().key().order(),
                    mapping(
                        t ->
                            ofOrder(
                                t,
                                crews.computeIfAbsent(t.task().value().channel(), this::crew),
                                now),
                        toList())));
    return orders.stream()
        .collect(
            toMap(
                Versioned::id,
                o ->
                    WaitingOrder.explain(
                        o.value().state(), theirs.getOrDefault(o.id(), List.of()))));
  }

  private static OfTask ofOrder(Noted task, Crew crew, Instant now) {
    var key = task.task().value().key();
    return new OfTask(task.task().id(), key.kind(), key.unit(), explain(task, crew, now));
  }

  private static Waiting explain(Noted noted, Crew crew, Instant now) {
    var task = noted.task();
    var value = task.value();
    var since = task.history().isEmpty() ? now : task.history().getLast().on();
    var card =
        value.state() instanceof Running r && r.step() == WriteStep.WAITING_FOR_CARD
            ? card(noted, crew.workers())
            : Optional.<CardSight>empty();
    return new WaitingTask(
            value.key().kind(), value.channel(), value.state(), since, crew.sights(), card)
        .explain(now);
  }

  /// The workers of a channel.
  private record Crew(List<Worker> workers, List<WorkerSight> sights) {}

  private Crew crew(String channel) {
    var all = workers.ofChannel(channel);
    return new Crew(all, all.stream().map(Worker::sight).toList());
  }
}
