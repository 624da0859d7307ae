package org.cardshop.monitor;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds facts. A message is acknowledged after the database has what follows from it; the fold
/// itself ignores repeats, so one that comes again does no harm.
final class FactFolder implements Handler {
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
  public Verdict handle(Delivery delivery) {
    var fact = FactJson.read(delivery.body());
    if (!delivery.routingKey().equals(fact.worker() + "." + fact.body().type())) {
      return Verdict.dead(
          "it says it is '"
              + fact.body().type()
              + "' of '"
              + fact.worker()
              + "' but came as '"
              + delivery.routingKey()
              + "'");
    }
    if (facts.contains(fact)) {
      return Verdict.ack();
    }
    switch (fact.body()) {
      case Fact.OfWorker said -> fold(fact, said);
      case Fact.OfTask said -> fold(fact, said);
    }
    facts.add(fact, clock.instant());
    return Verdict.ack();
  }

  private void fold(Fact fact, Fact.OfWorker said) {
    switch (said) {
      case Fact.WorkerOnline w -> {
        workers.saw(worker(fact, w.kind(), w.channel(), w.version(), w.bench()));
        takeBack(fact);
      }
      case Fact.WorkerHeartbeat w ->
          workers.saw(worker(fact, w.kind(), w.channel(), w.version(), w.bench()));
      case Fact.WorkerOffline _ -> workers.left(fact.worker(), fact.mark().boot());
      case Fact.CardSeen _, Fact.CardRemoved _ -> {} // the heartbeat says what lies in each slot
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

  /// A worker is alive when it is heard, whatever its own clock says.
  private Worker worker(
      Fact fact, TaskKind kind, String channel, String version, Fact.Bench bench) {
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
    return new Worker(
        fact.worker(),
        kind,
        channel,
        fact.mark().boot(),
        version,
        clock.instant(),
        true,
        slots,
        bench.diskFree());
  }

  private void fold(Fact fact, Fact.OfTask said) {
    var task = tasks.find(said.task());
    if (task.isEmpty()) {
      LOG.warn("{} reports on the task {}, which does not exist", fact.worker(), said.task());
      return;
    }
    event(fact, said, task.get().value().key().kind())
        .flatMap(e -> production.tell(new TaskId(said.task()), e, Map.of("worker", fact.worker())))
        .ifPresent(answer -> {
          switch (answer) {
            case Transition.Refused<?, ?>(var reason) ->
                LOG.warn("{} of {} refused: {}", said.type(), fact.worker(), reason);
            case Transition.Moved<?, ?> _ when isUpload(said) -> hints.uploadBegan(said.task());
            case Transition.Moved<?, ?> _, Transition.Ignored<?, ?> _ -> {}
          }
        });
  }

  private static boolean isUpload(Fact.OfTask said) {
    return said instanceof Fact.TaskStepped s && s.step() == CreateStep.UPLOADING;
  }

  private Optional<TaskEvent> event(Fact fact, Fact.OfTask said, TaskKind kind) {
    // A worker's clock may run ahead; times in the factory are never later than the monitor's own.
    var now = clock.instant();
    var at = fact.at().isAfter(now) ? now : fact.at();
    var origin = new TaskEvent.Origin(fact.worker(), said.epoch(), fact.mark(), at);
    return switch (said) {
      case Fact.TaskReceived _ ->
          Optional.of(
              new TaskEvent.Stepped(
                  origin,
                  switch (kind) {
                    case CREATE -> CreateStep.RECEIVED;
                    case WRITE -> WriteStep.RECEIVED;
                  }));
      case Fact.TaskStepped s -> Optional.of(new TaskEvent.Stepped(origin, s.step()));
      case Fact.TaskRetried r ->
          Optional.of(new TaskEvent.HandedBack(origin, r.trouble(), r.failure()));
      case Fact.TaskSucceeded s -> Optional.of(new TaskEvent.Finished(origin, s.product()));
      case Fact.TaskFailed f -> Optional.of(new TaskEvent.Broke(origin, f.failure()));
      case Fact.TaskCanceled _ -> Optional.empty();
    };
  }
}
