package org.cardshop.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.TaskStore;

/// How soon an idle worker is seen at work on a task that got ready.
final class ReadyRunning implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final int samples;

  ReadyRunning(int samples) {
    this.samples = samples;
  }

  @Override
  public String name() {
    return "ready-running";
  }

  @Override
  public String about() {
    return "An idle worker; orders for an image are posted, one after the other. From the moment"
        + " that the create task is ready (its row's time) until the database says that it"
        + " is running, looked at without a pause; *from the click* begins when the order is"
        + " posted. Celery: from `apply_async` to the first line of the task.";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        new Case("cardshop", this::cardshop),
        new Case("celery", plant -> Celery.latency(plant, samples)));
  }

  @Override
  public List<Goal> goals() {
    return List.of(Goal.atMost("cardshop", "p50 ms", 100), Goal.atMost("cardshop", "p99 ms", 1000));
  }

  private Map<String, Double> cardshop(Plant plant) throws Exception {
    var ready = new ArrayList<Double>();
    var clicked = new ArrayList<Double>();
    try (var crew = new Crew(plant, TaskKind.CREATE, 1, 1)) {
      crew.begin();
      Thread.sleep(1000); // for the worker to look for work and find none
      for (int i = 0; i < samples; i++) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(5, 50));
        var click = Instant.now();
        var order =
            plant
                .admin()
                .post("/orders/", Requests.order(Medium.VIRTUAL, 1, "client@example.org"))
                .path("_id")
                .asText();
        var times = seen(plant, new TaskKey(order, TaskKind.CREATE, 1), click);
        ready.add(times.sinceReady());
        clicked.add(times.sinceClick());
      }
    }
    return Map.of(
        "p50 ms", Figures.percentile(ready, 50),
        "p99 ms", Figures.percentile(ready, 99),
        "from the click p50 ms", Figures.percentile(clicked, 50),
        "from the click p99 ms", Figures.percentile(clicked, 99));
  }

  private record Times(double sinceReady, double sinceClick) {}

  /// Returns when the task has ended, so that the worker is idle again.
  private static Times seen(Plant plant, TaskKey key, Instant click) {
    var tasks = new TaskStore(plant.database());
    var running = Optional.<Times>empty();
    while (true) {
      var task = tasks.find(key).orElseThrow();
      var now = Instant.now();
      var state = task.value().state();
      if (running.isEmpty()
          && (state instanceof TaskState.Running || state instanceof TaskState.Succeeded)) {
        var ready = task.history().getFirst().on();
        running = Optional.of(new Times(millis(ready, now), millis(click, now)));
      }
      if (state instanceof TaskState.Succeeded) {
        return running.orElseThrow();
      }
      if (now.isAfter(click.plus(PATIENCE))) {
        throw new IllegalStateException("the task " + task.id() + " is still " + state.status());
      }
    }
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
