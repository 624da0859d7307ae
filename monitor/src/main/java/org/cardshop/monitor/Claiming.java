package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.production.News;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.production.Told;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Place;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Request.Claim;

/// Gives tasks to those who ask: to each another one of the oldest, all with one save.
final class Claiming {
  /// How often those who asked for any task are given another one in its place when somebody else
  /// was faster.
  private static final int TRIES = 8;

  private static final Answer NOTHING = new Answer.Denied("no task waits for this worker");

  private final Production production;
  private final Tasks tasks;
  private final Handout handout;
  private final InstantSource clock;
  private final Duration lease;

  Claiming(
      Production production, Tasks tasks, Handout handout, InstantSource clock, Duration lease) {
    this.production = production;
    this.tasks = tasks;
    this.handout = handout;
    this.clock = clock;
    this.lease = lease;
  }

  /// @param cordons by worker
  Map<Claim, Answer> answer(List<Claim> claims, Map<String, Cordon> cordons) {
    if (claims.isEmpty()) {
      return Map.of();
    }
    CrashPoint.at("claim.received");
    var answers = new HashMap<>(alreadyIn(claims));
    var open = new LinkedHashSet<>(claims);
    open.removeAll(answers.keySet());
    for (var claim : open) {
      var cordon = cordons.get(claim.worker());
      if (cordon != null) {
        answers.put(claim, new Answer.Denied(cordon.sentence(claim.worker()), true));
      }
    }
    open.removeAll(answers.keySet());
    var chosen = chosen(open);
    for (int i = 0; i < TRIES && !chosen.isEmpty(); i++) {
      answers.putAll(tried(chosen));
      answers.putAll(
          alreadyIn(chosen.keySet().stream().filter(c -> !answers.containsKey(c)).toList()));
      open.removeAll(answers.keySet());
      chosen = chosen(open);
    }
    open.forEach(claim -> answers.put(claim, NOTHING));
    return answers;
  }

  private record Lane(TaskKind kind, String channel) {}

  /// A task for each that can have one; no task twice.
  private Map<Claim, Versioned<Task, TaskEffect>> chosen(Set<Claim> open) {
    var chosen = new LinkedHashMap<Claim, Versioned<Task, TaskEffect>>();
    var taken = new LinkedHashSet<String>();
    var lanes = new LinkedHashMap<Lane, List<Claim>>();
    for (var claim : open) {
      if (claim.task().isPresent()) {
        claim
            .task()
            .flatMap(tasks::find)
            .filter(t -> t.value().channel().equals(claim.channel()))
            .filter(t -> t.value().key().kind() == claim.kind())
            .filter(t -> taken.add(t.id()))
            .ifPresent(task -> chosen.put(claim, task));
      } else {
        var lane = new Lane(claim.kind(), claim.channel());
        lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(claim);
      }
    }
    lanes.forEach((lane, claims) -> {
      int enough = claims.size() + taken.size();
      var waiting =
          tasks.claimable(lane.kind(), lane.channel(), clock.instant(), enough).iterator();
      for (var claim : claims) {
        while (waiting.hasNext() && !chosen.containsKey(claim)) {
          var task = waiting.next();
          if (taken.add(task.id())) {
            chosen.put(claim, task);
          }
        }
      }
    });
    return chosen;
  }

  /// Those without an answer may try again.
  private Map<Claim, Answer> tried(Map<Claim, Versioned<Task, TaskEffect>> chosen) {
    var news = new ArrayList<News<Task, TaskEffect, TaskEvent>>();
    chosen.forEach((claim, task) -> {
      var asked =
          new TaskEvent.Asked(claim.worker(), claim.boot(), claim.slot(), clock.instant(), lease);
      var payload = Map.of("worker", claim.worker(), "slot", claim.slot());
      news.add(new News<>(task, List.of(new Told<>(asked, payload))));
    });
    var told = production.tellTasks(news);
    var held = new ArrayList<Handout.Held>();
    var answers = new HashMap<Claim, Answer>();
    chosen.forEach((claim, task) -> {
      var answer = told.getOrDefault(task.id(), List.of(Transition.ignored())).getFirst();
      if (grant(answer).isPresent()) {
        held.add(new Handout.Held(task.id(), task.value(), grant(answer).get()));
      } else if (claim.task().isPresent() && answer instanceof Transition.Refused<?, ?>(var why)) {
        answers.put(claim, new Answer.Denied(why));
      }
    });
    if (!held.isEmpty()) {
      CrashPoint.at("claim.granted");
    }
    var granted = handout.granted(held);
    chosen.forEach((claim, task) -> {
      var answer = granted.get(task.id());
      if (answer != null) {
        answers.put(claim, answer);
      }
    });
    return answers;
  }

  private static Optional<Grant> grant(Transition<TaskState, TaskEffect> answer) {
    return answer
            instanceof Transition.Moved<TaskState, TaskEffect>(TaskState.Claimed(_, var grant), _)
        ? Optional.of(grant)
        : Optional.empty();
  }

  /// The slot may be taken in the database though the worker calls it free: the answer to its claim
  /// was lost, or the end of its last task is still on the way. No second task gets into a slot,
  /// the database sees to that.
  private Map<Claim, Answer> alreadyIn(Collection<Claim> claims) {
    var places = claims.stream().map(Claiming::place).distinct().toList();
    var inSlots = new HashMap<Place, Versioned<Task, TaskEffect>>();
    for (var task : tasks.inSlots(places)) {
      task.value()
          .state()
          .holder()
          .ifPresent(g -> inSlots.put(new Place(g.worker(), g.slot()), task));
    }
    var answers = new HashMap<Claim, Answer>();
    for (var claim : claims) {
      var task = inSlots.get(place(claim));
      if (task != null) {
        answers.put(claim, alreadyIn(claim, task));
      }
    }
    return answers;
  }

  private static Place place(Claim claim) {
    return new Place(claim.worker(), claim.slot());
  }

  private Answer alreadyIn(Claim claim, Versioned<Task, TaskEffect> task) {
    var denied = new Answer.Denied("slot " + claim.slot() + " still holds task " + task.id());
    var state = task.value().state();
    if (state instanceof TaskState.Claimed(_, var grant) && grant.boot() == claim.boot()) {
      return handout
          .granted(List.of(new Handout.Held(task.id(), task.value(), grant)))
          .getOrDefault(task.id(), denied);
    }
    state
        .holder()
        .filter(grant -> grant.boot() < claim.boot())
        .ifPresent(_ ->
            production.tell(
                new TaskId(task.id()),
                new TaskEvent.HolderRestarted(claim.worker(), claim.boot(), clock.instant()),
                Map.of("worker", claim.worker())));
    return denied;
  }
}
