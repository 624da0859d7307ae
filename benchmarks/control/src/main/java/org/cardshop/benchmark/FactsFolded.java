package org.cardshop.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;

/// How many facts the monitor folds in a second out of a full queue.
final class FactsFolded implements Benchmark {
  private static final int SLOTS = 8;

  /// Of a card, from `task-received` to `task-succeeded`.
  private static final int FACTS_OF_TASK = WriteStep.values().length + 1;

  private static final List<WriteStep> STEPS = List.of(WriteStep.values());

  private final int count;

  /// @param count about so many facts
  FactsFolded(int count) {
    this.count = count;
  }

  @Override
  public String name() {
    return "facts";
  }

  @Override
  public String about() {
    return "Half of about %d facts are heartbeats, half tell the way of cards from received to"
            .formatted(count)
        + " succeeded. They come from writers of 8 slots and wait in the queue while the monitor"
        + " stands still (`SIGSTOP`). From the moment that it goes on until the database has all.";
  }

  @Override
  public List<Case> cases() {
    return List.of(new Case("cardshop", this::cardshop));
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atLeast("cardshop", "per second", 3000));
  }

  private Map<String, Double> cardshop(Plant plant) throws Exception {
    int hosts = Math.max(1, count / 2 / FACTS_OF_TASK / SLOTS);
    long boot = System.currentTimeMillis();
    var leaseEnd = Instant.now().plus(Duration.ofHours(1));
    var grants =
        IntStream.range(0, hosts * SLOTS)
            .mapToObj(i -> new Grant(host(i / SLOTS, boot), boot, slot(i % SLOTS), 1, leaseEnd))
            .toList();
    var held = new Stock(plant).heldCards(grants);
    var said =
        IntStream.range(0, hosts)
            .mapToObj(h -> facts(host(h, boot), boot, held.subList(h * SLOTS, (h + 1) * SLOTS)))
            .toList();
    int all = said.stream().mapToInt(List::size).sum();
    var progress = new Progress(plant, all);
    plant.monitor().pause();
    try {
      publish(plant, said);
    } finally {
      plant.monitor().goOn();
    }
    long began = System.nanoTime();
    double seconds = (progress.awaitDone(held) - began) / 1e9;
    return Map.of("per second", all / seconds, "seconds", seconds, "facts", (double) all);
  }

  /// What one writer says while each of its slots makes a card: the slots take turns, and after
  /// each fact of a task comes a heartbeat.
  private static List<Fact> facts(String worker, long boot, List<Stock.Entry> tasks) {
    var facts = new ArrayList<Fact>();
    for (int step = 0; step < FACTS_OF_TASK; step++) {
      for (int slot = 0; slot < SLOTS; slot++) {
        for (var body : List.of(ofTask(tasks.get(slot).id(), step, slot), heartbeat(tasks))) {
          facts.add(new Fact(worker, new Mark(boot, facts.size() + 1L), Instant.now(), body));
        }
      }
    }
    return facts;
  }

  private static Fact.Body ofTask(String task, int step, int slot) {
    if (step == 0) {
      return new Fact.TaskReceived(task, 1);
    }
    return step < STEPS.size()
        ? new Fact.TaskStepped(task, 1, STEPS.get(step))
        : new Fact.TaskSucceeded(
            task, 1, new Product.Card("medium-" + task, slot(slot), 8_000_000_000L, 0));
  }

  private static Fact.Body heartbeat(List<Stock.Entry> tasks) {
    var slots =
        IntStream.range(0, SLOTS)
            .mapToObj(i ->
                new Fact.Slot(
                    slot(i),
                    "busy",
                    Optional.of("medium-" + tasks.get(i).id()),
                    OptionalLong.of(8_000_000_000L),
                    Optional.of(tasks.get(i).id())))
            .toList();
    return new Fact.WorkerHeartbeat(
        TaskKind.WRITE,
        Plant.CHANNEL,
        "dev",
        new Fact.Bench(slots, OptionalLong.of(100_000_000_000L)));
  }

  /// Each writer's in its order, those of different writers side by side.
  private static void publish(Plant plant, List<List<Fact>> said) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      said.forEach(facts -> all.add(threads.submit(() -> facts.forEach(f -> publish(plant, f)))));
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the facts could not be published", e);
    }
  }

  private static void publish(Plant plant, Fact fact) {
    plant
        .broker()
        .publish(
            Exchange.FACTS,
            fact.worker() + "." + fact.body().type(),
            Json.bytes(FactJson.write(fact)));
  }

  private static String host(int number, long boot) {
    return "host-" + number + "-" + boot;
  }

  private static String slot(int number) {
    return "A-%02d".formatted(number + 1);
  }
}
