package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.production.News;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.Told;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.Request.Renew;

/// Renews leases, all of several workers with one save.
final class Renewing {
  private static final Transition<TaskState, TaskEffect> NO_TASK =
      Transition.refused("there is no such task");

  private final Production production;
  private final Tasks tasks;
  private final Handout handout;
  private final InstantSource clock;
  private final Duration lease;

  Renewing(
      Production production, Tasks tasks, Handout handout, InstantSource clock, Duration lease) {
    this.production = production;
    this.tasks = tasks;
    this.handout = handout;
    this.clock = clock;
    this.lease = lease;
  }

  private record Asked(Renew renew, Request.Held held) {}

  /// @param cordons by worker
  Map<Renew, Answer> answer(List<Renew> renews, Map<String, Cordon> cordons) {
    var byTask = new LinkedHashMap<String, List<Asked>>();
    for (var renew : renews) {
      for (var held : renew.held()) {
        byTask.computeIfAbsent(held.task(), _ -> new ArrayList<>()).add(new Asked(renew, held));
      }
    }
    var told = told(byTask);
    var answers = new HashMap<Renew, Answer>();
    for (var renew : renews) {
      var cordon = Optional.ofNullable(cordons.get(renew.worker()));
      var renewals = renew.held().stream().map(held -> told.get(new Asked(renew, held))).toList();
      answers.put(
          renew, new Answer.Renewals(renewals, cordon.filter(Cordon::isDrained).isPresent()));
    }
    return answers;
  }

  private Map<Asked, Answer.Renewal> told(Map<String, List<Asked>> byTask) {
    var read = new HashMap<String, Task>();
    var news = new ArrayList<News<Task, TaskEffect, TaskEvent>>();
    for (var task : tasks.findAll(byTask.keySet())) {
      read.put(task.id(), task.value());
      var asked = byTask.getOrDefault(task.id(), List.of());
      news.add(new News<>(task, asked.stream().map(this::told).toList()));
    }
    var told = production.tellTasks(news);
    var answers = new HashMap<Asked, Transition<TaskState, TaskEffect>>();
    var held = new ArrayList<Handout.Held>();
    byTask.forEach((id, several) -> {
      for (int i = 0; i < several.size(); i++) {
        var task = read.get(id);
        var answer = task == null ? NO_TASK : told.getOrDefault(id, List.of()).get(i);
        answers.put(several.get(i), answer);
        if (task != null && answer instanceof Transition.Moved<TaskState, ?>(var state, _)) {
          state.holder().ifPresent(grant -> held.add(new Handout.Held(id, task, grant)));
        }
      }
    });
    if (!held.isEmpty()) {
      CrashPoint.at("lease.renewed");
    }
    var tickets = handout.tickets(held);
    var renewals = new HashMap<Asked, Answer.Renewal>();
    answers.forEach((asked, answer) -> renewals.put(asked, renewal(asked.held(), answer, tickets)));
    return renewals;
  }

  private Told<TaskEvent> told(Asked asked) {
    var renew = asked.renew();
    return new Told<>(
        new TaskEvent.Renewed(
            renew.worker(), renew.boot(), asked.held().epoch(), clock.instant(), lease),
        Map.of("worker", renew.worker()));
  }

  private static Answer.Renewal renewal(
      Request.Held held, Transition<TaskState, TaskEffect> answer, Map<String, String> tickets) {
    return switch (answer) {
      case Transition.Moved<?, ?> _ ->
          new Answer.Renewal(
              held.task(), held.epoch(), Optional.ofNullable(tickets.get(held.task())), "renewed");
      case Transition.Refused<?, ?>(var reason) ->
          new Answer.Renewal(held.task(), held.epoch(), Optional.empty(), reason);
      case Transition.Ignored<?, ?> _ ->
          new Answer.Renewal(
              held.task(), held.epoch(), Optional.empty(), "the task is not held any more");
    };
  }
}
