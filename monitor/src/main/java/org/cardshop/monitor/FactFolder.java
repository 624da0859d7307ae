package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.messaging.BatchHandler;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.production.News;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.production.Told;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds facts, many at once. Messages are acknowledged after the database has what follows from
/// them; the fold itself ignores repeats, so one that comes again does no harm.
final class FactFolder implements BatchHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FactFolder.class);

  private final Production production;
  private final Tasks tasks;
  private final Workers workers;
  private final Facts facts;
  private final PrefetchHints hints;
  private final InstantSource clock;

  FactFolder(
      Production production,
      Tasks tasks,
      Workers workers,
      Facts facts,
      PrefetchHints hints,
      InstantSource clock) {
    this.production = production;
    this.tasks = tasks;
    this.workers = workers;
    this.facts = facts;
    this.hints = hints;
    this.clock = clock;
  }

  @Override
  public List<Verdict> handle(List<Delivery> deliveries) {
    var verdicts = new ArrayList<Verdict>();
    var read = new LinkedHashMap<String, Fact>();
    for (var delivery : deliveries) {
      try {
        var fact = read(delivery);
        read.putIfAbsent(fact.id(), fact);
        verdicts.add(Verdict.ack());
      } catch (MalformedException e) {
        verdicts.add(Verdict.dead(String.valueOf(e.getMessage())));
      }
    }
    CrashPoint.at("facts.received");
    read.keySet().removeAll(facts.known(read.values()));
    new Fold().all(read.values());
    CrashPoint.at("facts.folded");
    facts.addAll(read.values(), clock.instant());
    CrashPoint.at("facts.noted");
    return verdicts;
  }

  private static Fact read(Delivery delivery) {
    var fact = FactJson.read(delivery.body());
    if (!delivery.routingKey().equals(fact.worker() + "." + fact.body().type())) {
      throw new MalformedException(
          "it says it is '"
              + fact.body().type()
              + "' of '"
              + fact.worker()
              + "' but came as '"
              + delivery.routingKey()
              + "'");
    }
    return fact;
  }

  /// One batch. What workers say of their tasks is gathered and folded together; what they say of
  /// themselves is folded in its place among that, where it matters.
  private final class Fold {
    private final Map<String, List<Said>> ofTasks = new LinkedHashMap<>();
    private final Map<String, Fact> beats = new LinkedHashMap<>();

    private record Said(Fact fact, Fact.OfTask body) {}

    void all(Collection<Fact> batch) {
      for (var fact : batch) {
        switch (fact.body()) {
          case Fact.OfTask body ->
              ofTasks
                  .computeIfAbsent(body.task(), _ -> new ArrayList<>())
                  .add(new Said(fact, body));
          case Fact.WorkerHeartbeat _ -> beats.put(fact.worker(), fact);
          case Fact.WorkerOnline w -> {
            settle();
            saw(fact, w.kind(), w.channel(), w.version(), w.bench());
            takeBack(fact);
          }
          case Fact.WorkerOffline _ -> {
            settle();
            workers.left(fact.worker(), fact.mark().boot());
            handBack(fact);
          }
          case Fact.CardSeen _,
              Fact.CardRemoved _ -> {} // the heartbeat says what lies in each slot
        }
      }
      settle();
    }

    private void settle() {
      for (var fact : beats.values()) {
        if (fact.body() instanceof Fact.WorkerHeartbeat w) {
          saw(fact, w.kind(), w.channel(), w.version(), w.bench());
        }
      }
      beats.clear();
      if (!ofTasks.isEmpty()) {
        foldTasks();
        ofTasks.clear();
      }
    }

    private void foldTasks() {
      var news = new ArrayList<News<Task, TaskEffect, TaskEvent>>();
      var told = new LinkedHashMap<String, List<Said>>();
      for (var task : tasks.findAll(ofTasks.keySet())) {
        var kind = task.value().key().kind();
        var said =
            ofTasks.getOrDefault(task.id(), List.of()).stream()
                .filter(s -> isNews(s.body()))
                .toList();
        told.put(task.id(), said);
        news.add(new News<>(task, said.stream().map(s -> told(s, kind)).toList()));
      }
      ofTasks.forEach((id, said) -> {
        if (!told.containsKey(id)) {
          LOG.warn(
              "{} reports on the task {}, which does not exist",
              said.getFirst().fact().worker(),
              id);
        }
      });
      production
          .tellTasks(news)
          .forEach((id, answers) -> see(told.getOrDefault(id, List.of()), answers));
    }

    private void see(List<Said> said, List<Transition<TaskState, TaskEffect>> answers) {
      for (int i = 0; i < answers.size(); i++) {
        var body = said.get(i).body();
        switch (answers.get(i)) {
          case Transition.Refused<?, ?>(var reason) ->
              LOG.warn("{} of {} refused: {}", body.type(), said.get(i).fact().worker(), reason);
          case Transition.Moved<?, ?> _ when isUpload(body) -> hints.uploadBegan(body.task());
          case Transition.Moved<?, ?> _, Transition.Ignored<?, ?> _ -> {}
        }
      }
    }

    private Told<TaskEvent> told(Said said, TaskKind kind) {
      return new Told<>(
          event(said.fact(), said.body(), kind), Map.of("worker", said.fact().worker()));
    }
  }

  /// A worker that was started anew knows nothing of what its earlier starts held.
  private void takeBack(Fact fact) {
    for (var task : tasks.ofWorker(fact.worker())) {
      production.tell(
          new TaskId(task.id()),
          new TaskEvent.HolderRestarted(fact.worker(), fact.mark().boot(), clock.instant()),
          Map.of("worker", fact.worker()));
    }
  }

  /// A worker that ended in order holds nothing: not even what it never heard that it was granted,
  /// or what it could not end in time.
  private void handBack(Fact fact) {
    for (var task : tasks.ofWorker(fact.worker())) {
      task.value()
          .state()
          .holder()
          .filter(grant -> grant.boot() == fact.mark().boot())
          .ifPresent(grant -> {
            var origin =
                new TaskEvent.Origin(fact.worker(), grant.epoch(), fact.mark(), clock.instant());
            var failure = new Failure(Failure.Status.FAILED, fact.worker() + " was stopped");
            production.tell(
                new TaskId(task.id()),
                new TaskEvent.HandedBack(origin, Trouble.INTERRUPTED, failure),
                Map.of("worker", fact.worker()));
          });
    }
  }

  /// A worker is alive when it is heard, whatever its own clock says.
  private void saw(Fact fact, TaskKind kind, String channel, String version, Fact.Bench bench) {
    var slots =
        bench.slots().stream()
            .map(s ->
                new Worker.Slot(
                    s.name(),
                    s.state(),
                    s.medium().orElse(""),
                    s.size().orElse(0),
                    s.task().orElse("")))
            .toList();
    var now = clock.instant();
    var worker =
        new Worker(
            fact.worker(),
            kind,
            channel,
            fact.mark().boot(),
            version,
            now,
            true,
            slots,
            bench.diskFree(),
            Duration.between(now, fact.at()),
            Optional.empty());
    workers.saw(worker, fact.mark().seq());
  }

  private static boolean isUpload(Fact.OfTask said) {
    return said instanceof Fact.TaskStepped s && s.step() == CreateStep.UPLOADING;
  }

  /// That a task was cancelled is known here before its holder knows.
  private static boolean isNews(Fact.OfTask said) {
    return !(said instanceof Fact.TaskCanceled);
  }

  private TaskEvent event(Fact fact, Fact.OfTask said, TaskKind kind) {
    // A worker's clock may run ahead; times in the factory are never later than the monitor's own.
    var now = clock.instant();
    var at = fact.at().isAfter(now) ? now : fact.at();
    var origin = new TaskEvent.Origin(fact.worker(), said.epoch(), fact.mark(), at);
    return switch (said) {
      case Fact.TaskReceived _ ->
          new TaskEvent.Stepped(
              origin,
              switch (kind) {
                case CREATE -> CreateStep.RECEIVED;
                case WRITE -> WriteStep.RECEIVED;
              });
      case Fact.TaskStepped s -> new TaskEvent.Stepped(origin, s.step());
      case Fact.TaskRetried r -> new TaskEvent.HandedBack(origin, r.trouble(), r.failure());
      case Fact.TaskSucceeded s -> new TaskEvent.Finished(origin, s.product());
      case Fact.TaskFailed f -> new TaskEvent.Broke(origin, f.failure());
      case Fact.TaskCanceled _ ->
          throw new IllegalArgumentException("a cancelled task says no news");
    };
  }
}
