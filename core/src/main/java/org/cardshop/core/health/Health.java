package org.cardshop.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.health.FactoryLook.Queue;
import org.cardshop.core.health.FactoryLook.WorkerLook;

/// Whether the factory works and keeps up.
///
/// @param concerns what stops it first
public record Health(State state, List<Concern> concerns) {
  /// Three heartbeats are missed.
  static final Duration SILENCE = Duration.ofMinutes(3);

  /// Several attempts were in vain, and a restart would be over.
  static final Duration AWAY = Duration.ofMinutes(1);

  static final Duration LATE = Duration.ofMinutes(2);

  /// Longer than a usual build, shorter than a night.
  static final Duration LONG = Duration.ofHours(6);

  /// Bytes: less than a usual image.
  static final long LITTLE = 4L << 30;

  /// How the whole of it is.
  public enum State {
    /// All is as it should be.
    WORKING,
    /// It goes on, and a person should look.
    BEHIND,
    /// It, or a channel of it, stands still.
    STOPPED
  }

  public Health {
    concerns = List.copyOf(concerns);
  }

  public static Health of(FactoryLook look) {
    var concerns = new ArrayList<Concern>();
    if (look.deadLetters().isEmpty()) {
      concerns.add(new Concern.BrokerAway());
    }
    for (var warehouse : look.warehouses()) {
      warehouse
          .away()
          .filter(since -> isOver(since, AWAY, look.at()))
          .ifPresent(since -> concerns.add(new Concern.WarehouseAway(warehouse.name(), since)));
    }
    if (look.beatUntil().filter(until -> until.isAfter(look.at())).isEmpty()) {
      concerns.add(new Concern.NoBeat());
    }
    concerns.addAll(workers(look));
    look.queues().forEach(queue -> of(queue, look).ifPresent(concerns::add));
    look.lateEffect()
        .filter(since -> isOver(since, LATE, look.at()))
        .ifPresent(since -> concerns.add(new Concern.EffectsLate(since)));
    if (look.deadLetters().orElse(0) > 0) {
      concerns.add(new Concern.DeadLetters(look.deadLetters().getAsInt()));
    }
    concerns.sort(Comparator.comparing(concern -> !concern.stops()));
    return new Health(state(concerns), concerns);
  }

  private static State state(List<Concern> concerns) {
    if (concerns.isEmpty()) {
      return State.WORKING;
    }
    return concerns.getFirst().stops() ? State.STOPPED : State.BEHIND;
  }

  /// When nobody at all is heard it is not the workers.
  private static List<Concern> workers(FactoryLook look) {
    var online = look.workers().stream().filter(WorkerLook::online).toList();
    var last = online.stream().map(WorkerLook::heard).max(Comparator.naturalOrder());
    if (online.size() > 1 && last.filter(at -> isOver(at, SILENCE, look.at())).isPresent()) {
      return List.of(new Concern.NothingHeard(last.get()));
    }
    var concerns = new ArrayList<Concern>();
    for (var worker : online) {
      if (isOver(worker.heard(), SILENCE, look.at())) {
        concerns.add(new Concern.WorkerGone(worker.name(), worker.heard()));
      } else if (worker.diskFree().isPresent() && worker.diskFree().getAsLong() < LITTLE) {
        concerns.add(new Concern.DiskLow(worker.name(), worker.diskFree().getAsLong()));
      }
    }
    return concerns;
  }

  private static Optional<Concern> of(Queue queue, FactoryLook look) {
    if (queue.oldest().isEmpty()) {
      return Optional.empty();
    }
    var serving = look.workers().stream().filter(w -> w.serves(queue)).toList();
    if (serving.isEmpty()) {
      return Optional.of(new Concern.NoWorker(queue.channel(), queue.kind(), queue.waiting()));
    }
    if (serving.stream().allMatch(WorkerLook::cordoned)) {
      return Optional.of(new Concern.AllCordoned(queue.channel(), queue.kind(), queue.waiting()));
    }
    return queue
        .oldest()
        .filter(since -> isOver(since, LONG, look.at()))
        .map(since -> new Concern.WaitsLong(queue.channel(), queue.kind(), queue.waiting(), since));
  }

  private static boolean isOver(Instant since, Duration limit, Instant now) {
    return since.plus(limit).isBefore(now);
  }
}
