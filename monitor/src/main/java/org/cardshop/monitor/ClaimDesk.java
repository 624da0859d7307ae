package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.token.Tickets;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;

/// Answers claims and renewals. Who gets a task is decided by one compare-and-set on its row, so
/// that any number of monitors may answer.
final class ClaimDesk implements Answerer {
  /// How many waiting tasks one claim tries before it gives up for now: with several monitors the
  /// oldest is often gone by the time it is asked for.
  private static final int TRIES = 8;

  /// Longer than any pause between two renewals, short enough to be useless when stolen.
  private static final Duration TICKET = Duration.ofMinutes(15);

  private final Production production;
  private final Tasks tasks;
  private final Orders orders;
  private final Workers workers;
  private final Tickets tickets;
  private final InstantSource clock;
  private final Duration lease;

  ClaimDesk(
      Production production,
      Monitoring.Books books,
      Tickets tickets,
      InstantSource clock,
      Duration lease) {
    this.production = production;
    this.tasks = books.tasks();
    this.orders = books.orders();
    this.workers = books.workers();
    this.tickets = tickets;
    this.clock = clock;
    this.lease = lease;
  }

  @Override
  public byte[] answer(String worker, String verb, byte[] body) {
    var request = RequestJson.readRequest(body);
    if (!request.worker().equals(worker) || !request.verb().equals(verb)) {
      throw new MalformedException(
          "'" + worker + "' asks in the name of '" + request.worker() + "'");
    }
    var answer =
        switch (request) {
          case Request.Claim claim -> claim(claim);
          case Request.Renew renew -> renew(renew);
        };
    return Json.bytes(RequestJson.write(answer));
  }

  private Answer claim(Request.Claim claim) {
    CrashPoint.at("claim.received");
    var cordon = cordon(claim);
    if (cordon.isPresent()) {
      return alreadyIn(claim)
          .orElseGet(() -> new Answer.Denied(cordon.get().sentence(claim.worker()), true));
    }
    for (var candidate : candidates(claim)) {
      switch (grant(claim, candidate)) {
        case Answer.Granted granted -> {
          CrashPoint.at("claim.granted");
          return granted;
        }
        case Answer.Denied denied when claim.task().isPresent() -> {
          return alreadyIn(claim).orElse(denied);
        }
        case Answer _ -> {}
      }
    }
    return alreadyIn(claim).orElseGet(() -> new Answer.Denied("no task waits for this worker"));
  }

  /// The slot may be taken in the database though the worker calls it free: the answer to its claim
  /// was lost, or the end of its last task is still on the way. Looked at last, as it is rare: no
  /// second task gets into a slot, the database sees to that.
  private Optional<Answer> alreadyIn(Request.Claim claim) {
    return tasks.inSlot(claim.worker(), claim.slot()).map(task -> alreadyIn(claim, task));
  }

  private Answer alreadyIn(Request.Claim claim, Versioned<Task, TaskEffect> task) {
    var state = task.value().state();
    if (state instanceof TaskState.Claimed(_, var grant) && grant.boot() == claim.boot()) {
      return granted(task, grant);
    }
    state
        .holder()
        .filter(grant -> grant.boot() < claim.boot())
        .ifPresent(_ ->
            production.tell(
                new TaskId(task.id()),
                new TaskEvent.HolderRestarted(claim.worker(), claim.boot(), clock.instant()),
                Map.of("worker", claim.worker())));
    return new Answer.Denied("slot " + claim.slot() + " still holds task " + task.id());
  }

  private List<Versioned<Task, TaskEffect>> candidates(Request.Claim claim) {
    if (claim.task().isPresent()) {
      return claim
          .task()
          .flatMap(tasks::find)
          .filter(t -> t.value().channel().equals(claim.channel()))
          .filter(t -> t.value().key().kind() == claim.kind())
          .stream()
          .toList();
    }
    return tasks.claimable(claim.kind(), claim.channel(), clock.instant(), TRIES);
  }

  private Answer grant(Request.Claim claim, Versioned<Task, TaskEffect> task) {
    var asked =
        new TaskEvent.Asked(claim.worker(), claim.boot(), claim.slot(), clock.instant(), lease);
    var payload = Map.of("worker", claim.worker(), "slot", claim.slot());
    return switch (production.tell(task, asked, payload).orElse(Transition.ignored())) {
      case Transition.Moved<TaskState, TaskEffect>(TaskState.Claimed(_, var grant), _) ->
          granted(task, grant);
      case Transition.Moved<TaskState, TaskEffect> _, Transition.Ignored<TaskState, TaskEffect> _ ->
          new Answer.Denied("the task is not to be had");
      case Transition.Refused<TaskState, TaskEffect>(var reason) -> new Answer.Denied(reason);
    };
  }

  private Answer granted(Versioned<Task, TaskEffect> task, Grant grant) {
    var work = work(task.value());
    if (work.isEmpty()) {
      return new Answer.Denied("the task's order is gone");
    }
    var key = task.value().key();
    return new Answer.Granted(
        task.id(),
        key.order(),
        key.unit(),
        grant.epoch(),
        lease,
        work.get(),
        ticket(task.id(), grant, work.get()));
  }

  private Answer renew(Request.Renew renew) {
    return new Answer.Renewals(
        renew.held().stream().map(h -> renew(renew, h)).toList(),
        cordon(renew).filter(Cordon::isDrained).isPresent());
  }

  /// Asked anew each time: a message that tells of it may be lost.
  private Optional<Cordon> cordon(Request request) {
    return workers.find(request.worker()).flatMap(Worker::cordon);
  }

  private Answer.Renewal renew(Request.Renew renew, Request.Held held) {
    var event =
        new TaskEvent.Renewed(renew.worker(), renew.boot(), held.epoch(), clock.instant(), lease);
    var answer = production.tell(new TaskId(held.task()), event, Map.of("worker", renew.worker()));
    if (answer.orElse(Transition.ignored())
        instanceof Transition.Moved<TaskState, TaskEffect>(var state, _)) {
      CrashPoint.at("lease.renewed");
      var ticket =
          tasks
              .find(held.task())
              .flatMap(t -> work(t.value()))
              .flatMap(w -> state.holder().map(grant -> ticket(held.task(), grant, w)));
      return new Answer.Renewal(held.task(), held.epoch(), ticket, "renewed");
    }
    var why =
        answer.orElse(Transition.ignored()) instanceof Transition.Refused<?, ?>(var reason)
            ? reason
            : "there is no such task";
    return new Answer.Renewal(held.task(), held.epoch(), Optional.empty(), why);
  }

  private Optional<Answer.Work> work(Task task) {
    return orders.find(task.key().order()).flatMap(order -> Works.of(order.value(), task.key()));
  }

  private String ticket(String task, Grant grant, Answer.Work work) {
    return tickets.issue(
        new Claims.Ticket(
            grant.worker(),
            task,
            grant.epoch(),
            switch (work) {
              case Answer.Work.Create _ -> Claims.Direction.UPLOAD;
              case Answer.Work.Write _ -> Claims.Direction.DOWNLOAD;
            },
            work.channel(),
            switch (work) {
              case Answer.Work.Create c -> c.image();
              case Answer.Work.Write w -> w.image().name();
            },
            Works.ceiling(work),
            clock.instant().plus(TICKET)));
  }
}
