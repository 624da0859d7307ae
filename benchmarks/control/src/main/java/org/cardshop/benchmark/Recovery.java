package org.cardshop.benchmark;

import static com.mongodb.client.model.Filters.eq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.WorkerStore;

/// How long until others stand in for who is gone.
final class Recovery implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int BETWEEN_LOOKS_MS = 100;

  /// Of a worker's heartbeat and its renewals: whoever dies may do so anywhere in between.
  private static final int PERIOD_MS = 30_000;

  private final int samples;

  /// @param samples of each kind
  Recovery(int samples) {
    this.samples = samples;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String about() {
    return ("%d creators hold a task each and are killed (`SIGKILL`), at different times. *found*:"
            + " until the database says that the worker is offline; *given again*: until another"
            + " one has its task. Of two beats the one that leads stands still (`SIGSTOP`), %d"
            + " times; *taken over*: until the other one leads.")
        .formatted(samples, samples);
  }

  @Override
  public List<Case> cases() {
    return List.of(
        new Case("dead worker", this::deadWorkers), new Case("stopped beat", this::beats));
  }

  @Override
  public boolean isOnce() {
    return true;
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost("dead worker", "found, longest s", 90),
        Goal.atMost("dead worker", "given again, longest s", 120),
        Goal.atMost("stopped beat", "taken over, longest s", 15));
  }

  private static final class Victim {
    private final ServerProcess process;
    private final String name;
    private final String task;
    private long killedAt;
    private Optional<Double> found = Optional.empty();
    private Optional<Double> givenAgain = Optional.empty();

    Victim(ServerProcess process, String name, String task) {
      this.process = process;
      this.name = name;
      this.task = task;
    }

    double seconds() {
      return (System.nanoTime() - killedAt) / 1e9;
    }
  }

  private Map<String, Double> deadWorkers(Plant plant) throws Exception {
    var victims = victims(plant);
    var workers = new WorkerStore(plant.database());
    try (var spare = new Crew(plant, TaskKind.CREATE, 1, samples)) {
      spare.begin();
      for (var victim : victims) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(PERIOD_MS / samples));
        victim.process.close();
        victim.killedAt = System.nanoTime();
      }
      await(() -> {
        for (var v : victims) {
          if (v.found.isEmpty() && !workers.find(v.name).orElseThrow().online()) {
            v.found = Optional.of(v.seconds());
          }
          if (v.givenAgain.isEmpty() && !holder(plant, v.task).equals(Optional.of(v.name))) {
            v.givenAgain = Optional.of(v.seconds());
          }
        }
        return victims.stream().allMatch(v -> v.found.isPresent() && v.givenAgain.isPresent());
      });
    }
    var found = victims.stream().map(v -> v.found.orElseThrow()).toList();
    var givenAgain = victims.stream().map(v -> v.givenAgain.orElseThrow()).toList();
    return Map.of(
        "found, median s", Figures.percentile(found, 50),
        "found, longest s", Figures.percentile(found, 100),
        "given again, median s", Figures.percentile(givenAgain, 50),
        "given again, longest s", Figures.percentile(givenAgain, 100));
  }

  /// Each holds a task.
  private List<Victim> victims(Plant plant) throws Exception {
    var victims = new ArrayList<Victim>();
    var stock = new Stock(plant);
    for (int i = 1; i <= samples; i++) {
      var name = "stuck-creator-" + i;
      var task = stock.images(1).getFirst().id();
      var process = plant.stuckCreator(name);
      await(() -> holder(plant, task).equals(Optional.of(name)));
      victims.add(new Victim(process, name, task));
    }
    return victims;
  }

  /// Who has it, or had it last.
  private static Optional<String> holder(Plant plant, String task) {
    var read = new TaskStore(plant.database()).find(task).orElseThrow();
    return read.value()
        .state()
        .holder()
        .map(Grant::worker)
        .or(() ->
            read.history().reversed().stream()
                .flatMap(entry -> Optional.ofNullable(entry.payload().get("worker")).stream())
                .findFirst());
  }

  private Map<String, Double> beats(Plant plant) throws Exception {
    var takenOver = new ArrayList<Double>();
    var leads = plant.beat("beat-1");
    await(() -> leader(plant).isPresent());
    var waits = plant.beat("beat-2");
    for (int i = 0; i < samples; i++) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(PERIOD_MS / samples));
      var before = leader(plant);
      leads.pause();
      long stoppedAt = System.nanoTime();
      try {
        await(() -> !leader(plant).equals(before));
        takenOver.add((System.nanoTime() - stoppedAt) / 1e9);
      } finally {
        leads.goOn();
      }
      var next = waits;
      waits = leads;
      leads = next;
    }
    return Map.of(
        "taken over, median s", Figures.percentile(takenOver, 50),
        "taken over, longest s", Figures.percentile(takenOver, 100));
  }

  private static Optional<String> leader(Plant plant) {
    return Optional.ofNullable(plant.documents("leases").find(eq("_id", "beat")).first())
        .map(lease -> lease.getString("holder"));
  }

  private static void await(BooleanSupplier isSo) throws InterruptedException {
    long latest = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - latest > 0) {
        throw new IllegalStateException("what was waited for did not come about");
      }
      Thread.sleep(BETWEEN_LOOKS_MS);
    }
  }
}
