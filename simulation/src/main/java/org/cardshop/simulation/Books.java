package org.cardshop.simulation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Leases;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.wire.Fact;

/// What the database of a simulated factory holds. Every call is one effect.
final class Books {
  final OrderShelf orders = new OrderShelf();
  final TaskShelf tasks = new TaskShelf();
  final WorkerShelf workers = new WorkerShelf();
  final FactShelf facts = new FactShelf();
  final LeaseShelf leases = new LeaseShelf();

  static final class OrderShelf implements Orders {
    private final Shelf<Order, OrderEffect> shelf = new Shelf<>();

    List<Versioned<Order, OrderEffect>> all() {
      return shelf.all().toList();
    }

    @Override
    public String insert(Order order, List<OrderEffect> effects, Instant now) {
      var id = order.terms().id();
      if (shelf.find(id).isEmpty()) {
        var history =
            List.of(
                new HistoryEntry("created", now, Map.of("by", order.createdBy())),
                new HistoryEntry(order.state().status(), now, Map.of()));
        shelf.insert(id, order, history, effects, now);
      }
      return id;
    }

    @Override
    public Optional<Versioned<Order, OrderEffect>> find(String id) {
      return shelf.find(id);
    }

    @Override
    public Versioned<Order, OrderEffect> save(
        Versioned<Order, OrderEffect> read,
        Order next,
        List<HistoryEntry> lived,
        List<OrderEffect> effects,
        Instant now) {
      return shelf.save(read, next, lived, effects, now);
    }

    @Override
    public void remove(String id, Posted<OrderEffect> effect) {
      shelf.remove(id, effect);
    }

    @Override
    public boolean takeUpOutbox(String id, Instant time, Instant now) {
      return shelf.takeUpOutbox(id, time, now);
    }

    @Override
    public List<Versioned<Order, OrderEffect>> withOutboxSince(Instant time, int limit) {
      return shelf.withOutboxSince(time, limit);
    }

    @Override
    public List<Versioned<Order, OrderEffect>> offeredUntil(Instant time, int limit) {
      return shelf.where(
          o -> o.state() instanceof OrderState.Offered s && !s.until().isAfter(time), limit);
    }
  }

  static final class TaskShelf implements Tasks {
    private final Shelf<Task, TaskEffect> shelf = new Shelf<>();
    private int made;

    List<Versioned<Task, TaskEffect>> all() {
      return shelf.all().toList();
    }

    @Override
    public boolean insert(Task task, List<TaskEffect> effects, Instant now) {
      if (find(task.key()).isPresent()) {
        return false;
      }
      var history = new HistoryEntry(task.state().status(), now, Map.of());
      shelf.insert("%024x".formatted(++made), task, List.of(history), effects, now);
      return true;
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
      return shelf.where(t -> t.key().order().equals(order), Integer.MAX_VALUE);
    }

    @Override
    public Optional<Versioned<Task, TaskEffect>> save(
        Versioned<Task, TaskEffect> read,
        TaskState next,
        List<HistoryEntry> lived,
        List<TaskEffect> effects,
        Instant now) {
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
              t -> t.state().holder().filter(g -> !g.leaseUntil().isAfter(time)).isPresent(), limit)
          .stream()
          .sorted(comparing(t -> t.value().state().holder().orElseThrow().leaseUntil()))
          .toList();
    }
  }

  static final class WorkerShelf implements Workers {
    private final Map<String, Worker> workers = new LinkedHashMap<>();

    @Override
    public void saw(Worker worker) {
      var known = workers.get(worker.name());
      boolean isNewer =
          known == null
              || known.boot() < worker.boot()
              || (known.boot() == worker.boot()
                  && !known.lastHeartbeat().isAfter(worker.lastHeartbeat()));
      if (isNewer) {
        workers.put(worker.name(), worker);
      }
    }

    @Override
    public void left(String name, long boot) {
      workers.computeIfPresent(name, (_, w) -> w.boot() == boot ? away(w) : w);
    }

    @Override
    public long silentSince(Instant time) {
      var silent =
          workers.values().stream()
              .filter(w -> w.online() && w.lastHeartbeat().isBefore(time))
              .toList();
      silent.forEach(w -> workers.put(w.name(), away(w)));
      return silent.size();
    }

    @Override
    public Optional<Worker> find(String name) {
      return Optional.ofNullable(workers.get(name));
    }

    @Override
    public List<Worker> ofChannel(String channel) {
      return workers.values().stream().filter(w -> w.channel().equals(channel)).toList();
    }

    private static Worker away(Worker w) {
      return new Worker(
          w.name(),
          w.kind(),
          w.channel(),
          w.boot(),
          w.version(),
          w.lastHeartbeat(),
          false,
          w.slots(),
          w.diskFree());
    }
  }

  static final class FactShelf implements Facts {
    private final Set<String> ids = new HashSet<>();

    @Override
    public boolean contains(Fact fact) {
      return ids.contains(fact.id());
    }

    boolean contains(String id) {
      return ids.contains(id);
    }

    @Override
    public boolean add(Fact fact, Instant now) {
      return ids.add(fact.id());
    }
  }

  static final class LeaseShelf implements Leases {
    private record Lease(String holder, Instant until) {}

    private final Map<String, Lease> leases = new LinkedHashMap<>();

    @Override
    public boolean take(String role, String holder, Instant now, Duration term) {
      var lease = leases.get(role);
      if (lease != null && !lease.holder().equals(holder) && lease.until().isAfter(now)) {
        return false;
      }
      leases.put(role, new Lease(holder, now.plus(term)));
      return true;
    }

    @Override
    public void release(String role, String holder) {
      leases.computeIfPresent(role, (_, l) -> l.holder().equals(holder) ? null : l);
    }
  }
}
