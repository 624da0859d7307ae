package org.cardshop.core.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.Trouble;

/// What may happen to one task from its first grant to its end: grants, steps, lost leases, holders
/// that come back, attempts that fail, slots that are skipped.
final class Story {
  private static final Duration LEASE = Duration.ofSeconds(90);

  private final TaskKey key;
  private final Random random;
  private final List<Scene> scenes = new ArrayList<>();
  private Instant time = Instant.parse("2026-03-01T12:00:00Z");
  private long epoch;
  private long seq;
  private String worker = "";

  /// A grant or a timer, and what the holder reports until the next one. Reports may come in any
  /// order and more than once.
  record Scene(TaskKey key, TaskEvent opening, List<TaskEvent> reports) {}

  private Story(TaskKey key, Random random) {
    this.key = key;
    this.random = random;
  }

  static List<Scene> of(TaskKey key, Random random) {
    var story = new Story(key, random);
    boolean ended = false;
    while (!ended) {
      ended = story.attempt();
    }
    return List.copyOf(story.scenes);
  }

  /// One grant; answers whether the task has ended by it.
  private boolean attempt() {
    time = time.plus(Duration.ofHours(1));
    epoch++;
    seq = 0;
    worker = "worker-" + random.nextInt(3);
    open(new TaskEvent.Asked(worker, epoch, "A-01", time, LEASE));
    var steps = steps();
    int interruption = random.nextInt(3) == 0 ? random.nextInt(steps.size()) : -1;
    for (int i = 0; i < steps.size(); i++) {
      if (i == interruption) {
        cutOff();
      }
      report(new TaskEvent.Stepped(origin(), steps.get(i)));
    }
    return ending();
  }

  private void cutOff() {
    open(new TaskEvent.LeaseRanOut(epoch, time.plusSeconds(100)));
    if (random.nextBoolean()) {
      open(new TaskEvent.Renewed(worker, epoch, epoch, time.plusSeconds(200), LEASE));
    }
  }

  private boolean ending() {
    if (epoch > 5) {
      report(new TaskEvent.Finished(origin(), product()));
      return true;
    }
    switch (random.nextInt(12)) {
      case 0 -> report(new TaskEvent.Broke(origin(), failure()));
      case 1 -> report(handedBack(Trouble.PERMANENT));
      case 2 -> report(handedBack(Trouble.TRANSIENT));
      case 3 -> report(handedBack(Trouble.INTERRUPTED));
      case 4 -> report(handedBack(Trouble.NEEDS_HUMAN));
      case 5 -> open(new TaskEvent.LeaseRanOut(epoch, time.plusSeconds(1000)));
      case 6 -> open(new TaskEvent.HolderRestarted(worker, epoch + 1, time.plusSeconds(1000)));
      case 7 -> open(new TaskEvent.SlotSkipped("anna", time.plusSeconds(1000)));
      default -> {
        report(new TaskEvent.Finished(origin(), product()));
        return true;
      }
    }
    return false;
  }

  /// The way to the end, or a part of it.
  private List<Step> steps() {
    List<Step> way =
        switch (key.kind()) {
          case CREATE -> List.of(Step.CreateStep.values());
          case WRITE -> List.of(Step.WriteStep.values());
        };
    return way.subList(0, 1 + random.nextInt(way.size()));
  }

  private Product product() {
    return switch (key.kind()) {
      case CREATE -> new Product.Image(key.order(), 4096, Sha256.of(new byte[] {(byte) epoch}));
      case WRITE -> new Product.Card("medium-" + key.unit() + "-" + epoch, "A-01", 4096, 0);
    };
  }

  private TaskEvent handedBack(Trouble trouble) {
    return new TaskEvent.HandedBack(origin(), trouble, failure());
  }

  private Failure failure() {
    var statuses = Failure.Status.values();
    return new Failure(statuses[random.nextInt(statuses.length)], "attempt " + epoch);
  }

  private TaskEvent.Origin origin() {
    return new TaskEvent.Origin(worker, epoch, new Mark(epoch, ++seq), time.plusSeconds(seq));
  }

  private void open(TaskEvent opening) {
    scenes.add(new Scene(key, opening, new ArrayList<>()));
  }

  private void report(TaskEvent fact) {
    scenes.getLast().reports().add(fact);
  }
}
