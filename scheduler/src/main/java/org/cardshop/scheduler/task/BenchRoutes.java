package org.cardshop.scheduler.task;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Outcome;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.cardshop.scheduler.worker.Commands;

/// What people at the bench say of the cards. A card is overwritten only after its very medium was
/// confirmed while it was the one in the slot.
public record BenchRoutes(
    TaskStore tasks, TaskLook look, Production production, Commands commands, InstantSource clock) {
  public List<Route> routes() {
    return List.of(
        Route.of(
                Verb.POST,
                "/tasks/{id}/confirm_inserted",
                Action.HANDLE_CARDS,
                "Says that the card in the slot may be overwritten.",
                this::confirm)
            .body("{\"slot\": \"A-01\", \"medium\": \"sd-0x1234\"}"),
        Route.of(
            Verb.POST,
            "/tasks/{id}/bad_card",
            Action.HANDLE_CARDS,
            "Asks for another card.",
            this::badCard),
        Route.of(
            Verb.POST,
            "/tasks/{id}/skip_slot",
            Action.HANDLE_CARDS,
            "Gives the task to another slot.",
            this::skipSlot));
  }

  private void confirm(Request request) {
    var form = request.form();
    var slot = form.text("slot", Optional.empty());
    var medium = form.text("medium", Optional.empty());
    form.check();
    var task = found(request);
    var running = atBench(task);
    if (running.step() != WriteStep.WAITING_FOR_CARD) {
      throw HttpProblem.conflict(
          "The task does not wait for a card, it is at '" + running.step().wire() + "'.");
    }
    var grant = running.grant();
    if (!grant.slot().equals(slot)) {
      throw HttpProblem.conflict(
          "The task waits for a card in slot " + grant.slot() + ", not in " + slot + ".");
    }
    var seen =
        look.medium(task)
            .orElseThrow(() ->
                HttpProblem.conflict(
                    "No card is seen in slot " + slot + " yet; insert one, then confirm it."));
    if (!seen.equals(medium)) {
      throw HttpProblem.conflict(
          "The card in slot " + slot + " is another one now (" + seen + "); look again.");
    }
    commands.confirmCard(grant.worker(), task.id(), slot, medium);
    CrashPoint.at("card.confirmed");
    request.changed(task.id());
  }

  private void badCard(Request request) {
    var task = found(request);
    var running = atBench(task);
    commands.badCard(running.grant().worker(), task.id());
    request.changed(task.id());
  }

  private void skipSlot(Request request) {
    var task = found(request);
    if (task.value().key().kind() != TaskKind.WRITE || task.value().state().holder().isEmpty()) {
      throw HttpProblem.conflict("The task is in no slot, so that there is none to skip.");
    }
    var by = request.by();
    var event = new TaskEvent.SlotSkipped(by, clock.instant());
    Outcome.expectDone(
        production.tell(new TaskId(task.id()), event, Map.of("by", by, "skipped", "true")),
        "task " + task.id());
    request.changed(task.id());
  }

  private Versioned<Task, TaskEffect> found(Request request) {
    var id = request.path("id");
    return tasks.find(id).orElseThrow(() -> HttpProblem.noSuch("task " + id));
  }

  /// The state of a task that has a card or waits for one.
  private static Running atBench(Versioned<Task, TaskEffect> task) {
    if (task.value().state() instanceof Running running
        && running.step() instanceof WriteStep step
        && step.compareTo(WriteStep.WAITING_FOR_CARD) >= 0) {
      return running;
    }
    throw HttpProblem.conflict(
        "The task has no card and waits for none, it is '" + task.value().state().status() + "'.");
  }
}
