package org.cardshop.core.task;

import static org.cardshop.core.flow.Transition.ignored;
import static org.cardshop.core.flow.Transition.moved;
import static org.cardshop.core.flow.Transition.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect.RingDoorbell;
import org.cardshop.core.task.TaskEffect.StopWorker;
import org.cardshop.core.task.TaskEffect.TellOrder;
import org.cardshop.core.task.TaskEvent.Asked;
import org.cardshop.core.task.TaskEvent.Broke;
import org.cardshop.core.task.TaskEvent.CancelAsked;
import org.cardshop.core.task.TaskEvent.Fact;
import org.cardshop.core.task.TaskEvent.Finished;
import org.cardshop.core.task.TaskEvent.HandedBack;
import org.cardshop.core.task.TaskEvent.HolderRestarted;
import org.cardshop.core.task.TaskEvent.LeaseRanOut;
import org.cardshop.core.task.TaskEvent.Renewed;
import org.cardshop.core.task.TaskEvent.SlotSkipped;
import org.cardshop.core.task.TaskEvent.Stepped;
import org.cardshop.core.task.TaskState.Cancelled;
import org.cardshop.core.task.TaskState.Claimed;
import org.cardshop.core.task.TaskState.Cut;
import org.cardshop.core.task.TaskState.Discarded;
import org.cardshop.core.task.TaskState.Pending;
import org.cardshop.core.task.TaskState.Retryable;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.core.task.TaskState.Succeeded;

/// Folds events into tasks. Pure: same key, state and event, same answer.
public final class TaskFlow {
  private TaskFlow() {}

  public static Transition<TaskState, TaskEffect> on(
      TaskKey key, TaskState state, TaskEvent event) {
    return switch (state) {
      case Pending s -> onPending(s, event);
      case Claimed s ->
          onHeld(key, new Held(s.attempts(), s.grant(), Optional.empty(), Mark.START), event);
      case Running s ->
          onHeld(key, new Held(s.attempts(), s.grant(), Optional.of(s.step()), s.mark()), event);
      case Retryable s -> onRetryable(key, s, event);
      case Succeeded _, Discarded _, Cancelled _ -> onTerminal(event);
    };
  }

  /// What `Claimed` and `Running` have in common.
  private record Held(Attempts attempts, Grant grant, Optional<Step> step, Mark mark) {
    TaskState with(Grant renewed) {
      return step.isPresent()
          ? new Running(attempts, renewed, step.get(), mark)
          : new Claimed(attempts, renewed);
    }
  }

  private static Transition<TaskState, TaskEffect> onPending(Pending state, TaskEvent event) {
    return switch (event) {
      case Asked asked -> moved(granted(state.attempts(), asked));
      case Renewed _ -> refused("nobody holds this task");
      case Fact _, LeaseRanOut _, HolderRestarted _, SlotSkipped _ -> ignored();
      case CancelAsked(var by, _) -> moved(new Cancelled(state.attempts(), by));
    };
  }

  private static Transition<TaskState, TaskEffect> onHeld(TaskKey key, Held held, TaskEvent event) {
    var grant = held.grant();
    return switch (event) {
      case Asked asked ->
          asked.worker().equals(grant.worker())
                  && asked.boot() == grant.boot()
                  && asked.slot().equals(grant.slot())
              ? ignored()
              : refused("held by " + grant.worker() + " in slot " + grant.slot());
      case Renewed(var worker, var boot, var epoch, var at, var lease) ->
          grant.isHeldBy(worker, boot, epoch)
              ? moved(held.with(grant.until(at.plus(lease))))
              : refused("another grant is newer");
      case Fact fact -> counts(held.mark(), grant, fact) ? onFact(key, held, fact) : ignored();
      case LeaseRanOut(var epoch, var at) ->
          epoch == grant.epoch() && !at.isBefore(grant.leaseUntil())
              ? cut(key, held, at)
              : ignored();
      case HolderRestarted(var worker, var boot, var at) ->
          worker.equals(grant.worker()) && boot > grant.boot() ? died(key, held, at) : ignored();
      case CancelAsked(var by, _) ->
          moved(new Cancelled(held.attempts(), by), new StopWorker(grant.worker(), grant.epoch()));
      case SlotSkipped _ ->
          moved(
              new Pending(held.attempts()),
              new StopWorker(grant.worker(), grant.epoch()),
              new RingDoorbell());
    };
  }

  private static Transition<TaskState, TaskEffect> onRetryable(
      TaskKey key, Retryable state, TaskEvent event) {
    return switch (event) {
      case Asked asked ->
          asked.at().isBefore(state.notBefore())
              ? refused("tried again from " + state.notBefore() + " on: " + state.reason())
              : moved(granted(state.attempts(), asked));
      case Renewed(var worker, var boot, var epoch, var at, var lease) ->
          state
              .cut()
              .filter(c -> c.grant().isHeldBy(worker, boot, epoch))
              .<Transition<TaskState, TaskEffect>>map(
                  c -> moved(takenUp(state, c).with(c.grant().until(at.plus(lease)))))
              .orElseGet(() -> refused("the task was given back"));
      case Fact fact ->
          state
              .cut()
              .filter(c -> counts(c.mark(), c.grant(), fact))
              .map(c -> onFact(key, takenUp(state, c), fact))
              .orElseGet(Transition::ignored);
      case LeaseRanOut _ -> ignored();
      case HolderRestarted(var worker, var boot, var at) ->
          state
              .cut()
              .filter(c -> c.grant().worker().equals(worker) && boot > c.grant().boot())
              .map(c -> died(key, takenUp(state, c), at))
              .orElseGet(Transition::ignored);
      case CancelAsked _, SlotSkipped _ ->
          state
              .cut()
              .map(c -> onHeld(key, takenUp(state, c), event))
              .orElseGet(() -> onPending(new Pending(state.attempts()), event));
    };
  }

  private static Transition<TaskState, TaskEffect> onTerminal(TaskEvent event) {
    return switch (event) {
      case Asked _, Renewed _ -> refused("the task has ended");
      case Fact _, LeaseRanOut _, HolderRestarted _, CancelAsked _, SlotSkipped _ -> ignored();
    };
  }

  private static boolean counts(Mark last, Grant grant, Fact fact) {
    var origin = fact.origin();
    return grant.isHeldBy(origin.worker(), origin.mark().boot(), origin.epoch())
        && origin.mark().compareTo(last) > 0;
  }

  private static Transition<TaskState, TaskEffect> onFact(TaskKey key, Held held, Fact fact) {
    var attempts = held.attempts();
    return switch (fact) {
      case Stepped(_, var step) when step.kind() != key.kind() -> refused(misfit(key, step.wire()));
      case Finished(_, var product) when product.kind() != key.kind() ->
          refused(misfit(key, "such a product"));
      case Stepped(var origin, var step) -> {
        var to = new Running(attempts, held.grant(), step, origin.mark());
        yield new Transition.Moved<>(to, told(key, held.step(), step));
      }
      case HandedBack(_, var trouble, var failure) ->
          switch (trouble) {
            case TRANSIENT -> retried(key, attempts.failedOnce(), fact.at(), failure);
            case PERMANENT -> discarded(key, attempts, failure);
            case INTERRUPTED ->
                moved(
                    new Retryable(attempts, fact.at(), failure.reason(), Trouble.INTERRUPTED),
                    new RingDoorbell());
            case NEEDS_HUMAN ->
                moved(
                    new Retryable(
                        attempts,
                        fact.at().plus(RetryPolicy.HUMAN_PAUSE),
                        failure.reason(),
                        Trouble.NEEDS_HUMAN));
          };
      case Finished(_, var product) ->
          moved(new Succeeded(attempts, product), new TellOrder(finished(key, product)));
      case Broke(_, var failure) -> discarded(key, attempts, failure);
    };
  }

  private static TaskState granted(Attempts before, Asked asked) {
    var attempts = before.granted();
    return new Claimed(
        attempts,
        new Grant(
            asked.worker(),
            asked.boot(),
            asked.slot(),
            attempts.epoch(),
            asked.at().plus(asked.lease())));
  }

  private static Held takenUp(Retryable state, Cut cut) {
    return new Held(
        state.attempts().withoutDeathOf(cut.grant()), cut.grant(), cut.step(), cut.mark());
  }

  /// The lease ran out: others may have the task, but the holder may come back for it first.
  private static Transition<TaskState, TaskEffect> cut(TaskKey key, Held held, Instant at) {
    var reason = held.grant().worker() + " was not heard of for the length of its lease";
    var attempts = held.attempts().withDeathOf(held.grant());
    if (attempts.isDeadly()) {
      return quarantined(key, attempts);
    }
    return moved(
        new Retryable(
            attempts, at, reason, Optional.of(new Cut(held.grant(), held.step(), held.mark()))),
        new RingDoorbell());
  }

  private static Transition<TaskState, TaskEffect> died(TaskKey key, Held held, Instant at) {
    var attempts = held.attempts().withDeathOf(held.grant());
    if (attempts.isDeadly()) {
      return quarantined(key, attempts);
    }
    var reason = held.grant().worker() + " was started anew in the middle of it";
    return moved(new Retryable(attempts, at, reason, Optional.empty()), new RingDoorbell());
  }

  private static Transition<TaskState, TaskEffect> quarantined(TaskKey key, Attempts attempts) {
    var reason =
        "In quarantine: "
            + attempts.dead()
            + " died with this task. Look at their logs, then retry the order.";
    return discarded(key, attempts, new Failure(Failure.Status.TIMEDOUT, reason));
  }

  private static Transition<TaskState, TaskEffect> retried(
      TaskKey key, Attempts attempts, Instant at, Failure failure) {
    if (attempts.failures() >= RetryPolicy.budget(key.kind())) {
      var reason = failure.reason() + " (given up after " + attempts.failures() + " attempts)";
      return discarded(key, attempts, new Failure(failure.status(), reason));
    }
    // Not TaskKey.hashCode: an enum's hash differs from process to process.
    long salt = key.order().hashCode() * 31L + key.unit();
    Duration wait = RetryPolicy.delay(attempts.failures(), salt);
    return moved(new Retryable(attempts, at.plus(wait), failure.reason(), Trouble.TRANSIENT));
  }

  private static Transition<TaskState, TaskEffect> discarded(
      TaskKey key, Attempts attempts, Failure failure) {
    return moved(
        new Discarded(attempts, failure),
        new TellOrder(new OrderEvent.TaskDiscarded(key.kind(), key.unit(), failure)));
  }

  private static OrderEvent finished(TaskKey key, Product product) {
    return switch (product) {
      case Product.Image image -> new OrderEvent.ImageStored(key.unit(), image);
      case Product.Card card -> new OrderEvent.CardVerified(key.unit(), card);
    };
  }

  private static String misfit(TaskKey key, String what) {
    return "a " + key.kind().wire() + " task has no " + what;
  }

  /// The order hears of a step only when the step says something new to it.
  private static List<TaskEffect> told(TaskKey key, Optional<Step> before, Step now) {
    var told = new ArrayList<TaskEffect>();
    if (before.isEmpty()) {
      told.add(new TellOrder(new OrderEvent.TaskStarted(key.kind(), key.unit())));
    }
    switch (now) {
      case WriteStep s when s == WriteStep.DOWNLOADING ->
          told.add(new TellOrder(new OrderEvent.DownloadStarted(key.unit())));
      case WriteStep s when s.compareTo(WriteStep.WAITING_FOR_CARD) >= 0 -> {
        boolean wasThere =
            before
                .filter(b -> ((WriteStep) b).compareTo(WriteStep.WAITING_FOR_CARD) >= 0)
                .isPresent();
        if (!wasThere) {
          told.add(new TellOrder(new OrderEvent.WritingStarted(key.unit())));
        }
      }
      case WriteStep _, CreateStep _ -> {}
    }
    return told;
  }
}
