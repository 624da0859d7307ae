package org.cardshop.simulation;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;

/// The tasks, oldest first; no two of one key, and no two held in one slot.
final class TaskShelf implements Tasks {
  private final Shelf<Task, TaskEffect> shelf = new Shelf<>();
  private int made;

  List<Versioned<Task, TaskEffect>> all() {
    return shelf.all().toList();
  }

  Optional<Instant> outboxSince(String id) {
    return shelf.outboxSince(id);
  }

  @Override
  public boolean insert(Task task, List<TaskEffect> effects, Instant now) {
    if (find(task.key()).isPresent()) {
      return false;
    }
    append(task, effects, now);
    return true;
  }

  /// Adds it, whether or not one with its key is there.
  void append(Task task, List<TaskEffect> effects, Instant now) {
    var history = new HistoryEntry(task.state().status(), now, Map.of());
    shelf.insert("%024x".formatted(++made), task, List.of(history), effects, now);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> find(String id) {
    return shelf.find(id);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> find(TaskKey key) {
    return shelf.where(t -> t.key().equals(key), 1).stream().findFirst();
  }

  @Override
  public List<Versioned<Task, TaskEffect>> ofOrder(String order) {
    return shelf.where(t -> t.key().order().equals(order), Integer.MAX_VALUE).stream()
        .sorted(comparingInt(t -> t.value().key().unit()))
        .toList();
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> save(
      Versioned<Task, TaskEffect> read,
      TaskState next,
      List<HistoryEntry> lived,
      List<TaskEffect> effects,
      Instant now) {
    shelf.requireNewest(read);
    boolean isTaken =
        next.holder()
            .flatMap(g -> inSlot(g.worker(), g.slot()))
            .filter(t -> !t.id().equals(read.id()))
            .isPresent();
    return isTaken
        ? Optional.empty()
        : Optional.of(shelf.save(read, read.value().in(next), lived, effects, now));
  }

  @Override
  public void remove(String id, Posted<TaskEffect> effect) {
    shelf.remove(id, effect);
  }

  @Override
  public boolean takeUpOutbox(String id, Instant time, Instant now) {
    return shelf.takeUpOutbox(id, time, now);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> withOutboxSince(Instant time, int limit) {
    return shelf.withOutboxSince(time, limit);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> claimable(
      TaskKind kind, String channel, Instant now, int limit) {
    return shelf.where(
        t -> t.key().kind() == kind && t.channel().equals(channel) && isClaimable(t.state(), now),
        limit);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> waiting(Instant now, int limit) {
    return shelf.where(t -> isClaimable(t.state(), now), limit);
  }

  private static boolean isClaimable(TaskState state, Instant now) {
    return switch (state) {
      case TaskState.Pending _ -> true;
      case TaskState.Retryable r -> !r.notBefore().isAfter(now);
      case TaskState.Claimed _,
          TaskState.Running _,
          TaskState.Succeeded _,
          TaskState.Discarded _,
          TaskState.Cancelled _ ->
          false;
    };
  }

  @Override
  public List<Versioned<Task, TaskEffect>> ofWorker(String worker) {
    return shelf.where(
        t -> grant(t.state()).filter(g -> g.worker().equals(worker)).isPresent(),
        Integer.MAX_VALUE);
  }

  /// Who holds it or may take it up again.
  static Optional<Grant> grant(TaskState state) {
    return state instanceof TaskState.Retryable r
        ? r.cut().map(TaskState.Cut::grant)
        : state.holder();
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> inSlot(String worker, String slot) {
    return shelf
        .where(
            t ->
                t.state()
                    .holder()
                    .filter(g -> g.worker().equals(worker) && g.slot().equals(slot))
                    .isPresent(),
            1)
        .stream()
        .findFirst();
  }

  @Override
  public List<Versioned<Task, TaskEffect>> withLeaseUntil(Instant time, int limit) {
    return shelf
        .where(
            t -> t.state().holder().filter(g -> !g.leaseUntil().isAfter(time)).isPresent(),
            Integer.MAX_VALUE)
        .stream()
        .sorted(comparing(t -> t.value().state().holder().orElseThrow().leaseUntil()))
        .limit(limit)
        .toList();
  }
}
