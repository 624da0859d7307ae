package org.cardshop.core.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.TaskState.Claimed;
import org.cardshop.core.task.TaskState.Discarded;
import org.cardshop.core.task.TaskState.Pending;
import org.cardshop.core.task.TaskState.Retryable;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.core.text.Times;
import org.cardshop.core.waiting.Waiting.Cause;

/// Says why a task waits.
///
/// @param since when it came to its status
/// @param workers those of the task's channel
/// @param card the one that its slot reported last
public record WaitingTask(
    TaskKind kind,
    String channel,
    TaskState state,
    Instant since,
    List<WorkerSight> workers,
    Optional<CardSight> card) {
  public WaitingTask {
    workers = List.copyOf(workers);
  }

  public Waiting explain(Instant now) {
    return switch (state) {
      case Pending _ -> forWorker();
      case Claimed(_, var grant) -> held(grant, "has just taken it", now);
      case Running(_, var grant, var step, _) -> inStep(grant, step, now);
      case Retryable r -> again(r, now);
      case Discarded(var attempts, _) when attempts.isDeadly() ->
          new Waiting(
              Cause.QUARANTINE,
              "In quarantine: "
                  + attempts.dead()
                  + " died with it. Look at their logs for the cause, then retry or cancel the"
                  + " order.");
      case Discarded(_, var failure) ->
          new Waiting(
              Cause.DECISION,
              "It was given up: " + failure.reason() + " Retry or cancel the order.");
      case TaskState.Succeeded _ -> new Waiting(Cause.NOTHING, "It waits for nothing: it is done.");
      case TaskState.Cancelled(_, var by) ->
          new Waiting(Cause.NOTHING, "It waits for nothing: " + by + " called it off.");
    };
  }

  private Waiting forWorker() {
    var fitting = workers.stream().filter(w -> w.kind() == kind).toList();
    var channels = worker() + " of the channel " + channel;
    if (fitting.isEmpty()) {
      return new Waiting(
          Cause.NO_WORKER, "No " + channels + " has ever reported. Set one up and start it.");
    }
    var obstacles = fitting.stream().flatMap(w -> Obstacle.of(w).stream()).toList();
    if (obstacles.size() < fitting.size()) {
      return new Waiting(Cause.ITS_TURN, "A " + worker() + " takes it in a moment.");
    }
    var all = Obstacle.together(obstacles);
    return new Waiting(all.cause(), "No " + channels + " can take it now: " + all.sentence() + ".");
  }

  private Waiting again(Retryable state, Instant now) {
    var cut = state.cut();
    if (cut.isPresent()) {
      return new Waiting(
          Cause.SILENT_WORKER,
          "Its worker fell silent: "
              + state.reason()
              + ". It goes on when that worker is back, or with another one: "
              + forWorker().sentence());
    }
    if (now.isBefore(state.notBefore()) && state.needsHuman()) {
      return new Waiting(
          Cause.NEEDS_HUMAN,
          "It needs somebody's help: "
              + state.reason()
              + " It is tried again at "
              + Times.said(state.notBefore())
              + ".",
          Optional.of(state.notBefore()));
    }
    if (now.isBefore(state.notBefore())) {
      return new Waiting(
          Cause.BACK_OFF,
          "It is tried again at " + Times.said(state.notBefore()) + ": " + state.reason(),
          Optional.of(state.notBefore()));
    }
    return forWorker();
  }

  private Waiting inStep(Grant grant, Step step, Instant now) {
    return step == WriteStep.WAITING_FOR_CARD && !now.isAfter(grant.leaseUntil())
        ? forCard(grant, now)
        : held(grant, "is at it (" + step.wire() + ")", now);
  }

  private Waiting forCard(Grant grant, Instant now) {
    var slot = "slot " + grant.slot() + " of " + grant.worker();
    if (card.isEmpty()) {
      return new Waiting(
          Cause.CARD, "It waits for a card in " + slot + ", for " + minutes(now) + ". Insert one.");
    }
    var why = card.get().why().isEmpty() ? "" : " (" + card.get().why() + ")";
    return card.get().isSpent()
        ? new Waiting(
            Cause.CARD,
            "It waits for another card in "
                + slot
                + ", for "
                + minutes(now)
                + ". Take out the one that is there"
                + why
                + " and insert another.")
        : new Waiting(
            Cause.CONFIRMATION,
            "A card is in "
                + slot
                + why
                + "; confirm that it may be overwritten, or call it bad. It waits for "
                + minutes(now)
                + ".");
  }

  private Waiting held(Grant grant, String doing, Instant now) {
    if (now.isAfter(grant.leaseUntil())) {
      return new Waiting(
          Cause.SILENT_WORKER,
          grant.worker()
              + " holds it and was not heard of since "
              + Times.said(grant.leaseUntil())
              + ".");
    }
    return new Waiting(
        Cause.WORK,
        grant.worker()
            + " "
            + doing
            + " in slot "
            + grant.slot()
            + ", since "
            + Times.said(since)
            + ".");
  }

  private String minutes(Instant now) {
    long minutes = Math.max(0, Duration.between(since, now).toMinutes());
    return minutes == 0 ? "less than a minute" : minutes + (minutes == 1 ? " minute" : " minutes");
  }

  private String worker() {
    return switch (kind) {
      case CREATE -> "creator";
      case WRITE -> "writer";
    };
  }
}
