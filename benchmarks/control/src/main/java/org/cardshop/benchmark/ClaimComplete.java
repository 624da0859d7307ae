package org.cardshop.benchmark;

import java.util.List;
import java.util.Map;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.wire.Json;

/// How many tasks go through the factory in a second when many wait.
final class ClaimComplete implements Benchmark {
  private static final int WORKERS = 16;
  private static final int SLOTS = 8;

  private final int count;

  ClaimComplete(int count) {
    this.count = count;
  }

  @Override
  public String name() {
    return "claim-complete";
  }

  @Override
  public String about() {
    return "%d tasks wait, their doorbells have rung; %d workers of %d slots are connected and do nothing"
            .formatted(count, WORKERS, SLOTS)
        + " with them. From the moment that they begin until every task has been claimed, said"
        + " to be received and to have succeeded, and all of it is in the database. *cards*: orders"
        + " of %d cards; *images*: orders for an image. Celery: as many tasks that do nothing,"
            .formatted(Stock.CARDS)
        + " enqueued before, from the moment that its worker may take them until the last has"
        + " ended.";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        new Case("cards", plant -> cardshop(plant, TaskKind.WRITE)),
        new Case("images", plant -> cardshop(plant, TaskKind.CREATE)),
        new Case("celery", plant -> Celery.throughput(plant, count, false)),
        new Case("celery, results", plant -> Celery.throughput(plant, count, true)));
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atLeast("cards", "per second", 500),
        Goal.atLeast("images", "per second", 500),
        Goal.atLeast("cards", "per second", 3).times("celery"),
        Goal.atLeast("cards", "per second", 3).times("celery, results"));
  }

  private Map<String, Double> cardshop(Plant plant, TaskKind kind) throws Exception {
    var stock = new Stock(plant);
    var waiting =
        switch (kind) {
          case CREATE -> stock.images(count);
          case WRITE -> stock.cards(count);
        };
    for (var entry : waiting) {
      var bell = Json.object().put("task", entry.id()).put("kind", kind.wire());
      plant
          .broker()
          .publish(
              Exchange.WORK,
              Queues.workKey(kind.wire(), Plant.CHANNEL),
              Json.bytes(bell.put("order", entry.key().order())));
    }
    double seconds;
    try (var crew = new Crew(plant, kind, WORKERS, SLOTS)) {
      var progress = new Progress(plant, 2L * count + WORKERS);
      long began = System.nanoTime();
      crew.begin();
      seconds = (progress.awaitDone(waiting) - began) / 1e9;
    }
    return Map.of("per second", count / seconds, "seconds", seconds);
  }
}
