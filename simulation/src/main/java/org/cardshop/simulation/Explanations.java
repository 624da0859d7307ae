package org.cardshop.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.waiting.CardSight;
import org.cardshop.core.waiting.Waiting;
import org.cardshop.core.waiting.Waiting.Cause;
import org.cardshop.core.waiting.WaitingOrder;
import org.cardshop.core.waiting.WaitingTask;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker.Slot;

/// Asks of everything why it waits, and compares with how things are. What is said comes from the
/// books; how it is, from the hosts, slots and cards themselves. News takes a while into the books:
/// a cause is wrong when things have been otherwise for so long that it must have been noticed.
final class Explanations {
  /// Milliseconds: three missed heartbeats, a look for silence, a repeat of a message or two.
  private static final long NOTICED = 240_000;

  private static final Set<Cause> OPEN =
      Set.of(
          Cause.NO_WORKER,
          Cause.NO_FREE_SLOT,
          Cause.ITS_TURN,
          Cause.BACK_OFF,
          Cause.SILENT_WORKER,
          Cause.WORK,
          Cause.CARD,
          Cause.CONFIRMATION);

  private final World world;
  private final Kernel kernel;

  /// Since when what is so is so without a break.
  private final Map<String, Long> since = new HashMap<>();

  Explanations(World world) {
    this.world = world;
    this.kernel = world.kernel;
  }

  /// What is said wrongly now. To be asked often.
  List<String> wrong() {
    boolean isJudged = hasLasted("the factory hears and sees", isCalm());
    workers().forEach(this::look);
    var wrong = new ArrayList<String>();
    for (var task : world.books.tasks.all()) {
      var said = ofTask(task);
      whyTask(task, said).filter(_ -> isJudged).ifPresent(wrong::add);
    }
    for (var order : world.books.orders.all()) {
      whyOrder(order, ofOrder(order)).filter(_ -> isJudged).ifPresent(wrong::add);
    }
    return wrong;
  }

  private void look(Worker worker) {
    hasLasted("down " + worker.host.name, !worker.host.isUp);
    hasLasted("live " + worker.host.name, isLive(worker));
  }

  private boolean isDown(Worker worker) {
    return isSo("down " + worker.host.name) && isUnchanged(worker) && !isFresh(worker);
  }

  /// A monitor whose clock was ahead has heard of it later than it was: it falls silent later, too.
  private boolean isFresh(Worker worker) {
    return world
        .books
        .workers
        .find(worker.host.name)
        .filter(w -> w.lastHeartbeat().plusMillis(NOTICED).isAfter(now()))
        .isPresent();
  }

  private boolean isReached(Worker worker) {
    return isSo("live " + worker.host.name);
  }

  /// Whether somebody of the kind has a slot without a task.
  private boolean hasFreeSlot(TaskKind kind) {
    return of(kind)
        .filter(this::isReached)
        .anyMatch(w ->
            w.slots.stream().anyMatch(s -> w.heldIn(s).isEmpty() && w.unchanged(s) >= NOTICED));
  }

  /// Whether nobody of the kind is there.
  private boolean isDeserted(TaskKind kind) {
    return of(kind).allMatch(this::isDown);
  }

  /// Whether nobody of the kind has a slot for one more task.
  private boolean isFull(TaskKind kind) {
    return of(kind).allMatch(w -> isDown(w) || isFull(w));
  }

  private static boolean isFull(Worker worker) {
    return worker.host.isUp
        && isUnchanged(worker)
        && worker.slots.stream().allMatch(s -> worker.heldIn(s).isPresent());
  }

  /// Between two looks it may have been otherwise, and somebody may have seen it.
  private static boolean isUnchanged(Worker worker) {
    return worker.slots.stream().allMatch(s -> worker.unchanged(s) >= NOTICED);
  }

  /// What is wrong with what is said of a task.
  private Optional<String> whyTask(Versioned<Task, TaskEffect> task, Waiting said) {
    var id = task.id();
    var kind = task.value().key().kind();
    var state = task.value().state();
    // Between two looks it may have been granted anew: each grant counts from its beginning.
    long epoch = state.attempts().epoch();
    var grant = id + " under grant " + epoch;
    boolean isAtIt = workers().anyMatch(w -> isLive(w) && w.holds(id, epoch));
    boolean isHeld = hasLasted("held " + grant, isAtIt);
    // A monitor whose clock was ahead has given a lease that lasts as much longer.
    boolean isOverlong =
        state.holder().filter(g -> g.leaseUntil().isAfter(now().plus(World.LEASE))).isPresent();
    boolean isLeft = hasLasted("left " + grant, !isAtIt && !isOverlong);
    boolean isLong = hasLasted("turn " + grant, said.cause() == Cause.ITS_TURN);
    var slot = state.holder().flatMap(g -> world.slot(g.worker(), g.slot()));
    boolean isSeen = slot.filter(s -> kernel.now() - s.changedAt >= NOTICED).isPresent();
    boolean hasCard = isHeld && isSeen && slot.orElseThrow().card != null;
    boolean hasNone = isHeld && isSeen && slot.orElseThrow().card == null;
    var wrong =
        switch (said.cause()) {
          case NO_WORKER ->
              unless(task, said, of(kind).noneMatch(this::isReached), "a worker is there");
          case NO_FREE_SLOT ->
              unless(task, said, !hasFreeSlot(kind), "a slot is free")
                  .or(() -> unless(task, said, !isDeserted(kind), "no worker is there"));
          case ITS_TURN ->
              unless(task, said, !isDeserted(kind), "no worker is there")
                  .or(() -> unless(task, said, !isFull(kind), "no slot is free"))
                  .or(() -> unless(task, said, !isLong, "nobody takes it"));
          case BACK_OFF ->
              unless(
                  task,
                  said,
                  said.until().filter(u -> u.isAfter(now())).isPresent(),
                  "that is over");
          case SILENT_WORKER -> unless(task, said, !isHeld, "its worker is at it");
          case WORK -> unless(task, said, !isLeft, "nobody does it");
          case CARD ->
              unless(task, said, !isLeft, "nobody asks for one")
                  .or(() -> unless(task, said, !hasCard, "one is in the slot"));
          case CONFIRMATION ->
              unless(task, said, !isLeft, "nobody asks for it")
                  .or(() -> unless(task, said, !hasNone, "the slot is empty"));
          // What else there may be is not judged here.
          default -> Optional.<String>empty();
        };
    return wrong.or(() ->
        unless(
            task,
            said,
            state.isTerminal() ? !OPEN.contains(said.cause()) : said.cause() != Cause.NOTHING,
            "it is " + state.status()));
  }

  /// What is wrong with what is said of an order. Empty where its tasks speak for it.
  private Optional<String> whyOrder(Versioned<Order, OrderEffect> order, Optional<Waiting> said) {
    var tasks = world.books.tasks.ofOrder(order.id()).stream().map(t -> t.value().state()).toList();
    boolean isOpen = tasks.stream().anyMatch(s -> !s.isTerminal());
    // Whoever posted effects, or took them up, with a clock ahead lets them wait as much longer.
    boolean isDue =
        Stream.concat(
                world.books.orders.outboxSince(order.id()).stream(),
                world.books.tasks.ofOrder(order.id()).stream()
                    .flatMap(t -> world.books.tasks.outboxSince(t.id()).stream()))
            .noneMatch(t -> t.isAfter(now()));
    boolean isForgotten = hasLasted("no task " + order.id(), said.isEmpty() && !isOpen && isDue);
    if (said.isEmpty()) {
      return unless(order, "its next task is made", !isForgotten, "none is");
    }
    var cause = said.get().cause();
    boolean hasEnded = order.value().state().isTerminal();
    return unless(order, cause, hasEnded == (cause == Cause.NOTHING), "it is not so")
        .or(() -> unless(order, cause, cause != Cause.SHIPMENT || !isOpen, "cards are missing"))
        .or(() ->
            unless(
                order,
                cause,
                cause != Cause.DECISION
                    || tasks.stream().anyMatch(s -> s instanceof TaskState.Discarded),
                "nothing has failed"));
  }

  private static Optional<String> unless(
      Versioned<?, ?> subject, Object said, boolean isSound, String but) {
    return isSound
        ? Optional.empty()
        : Optional.of("I6: " + subject.id() + " says " + said + ", but " + but);
  }

  private boolean isCalm() {
    var luck = world.wire.luck;
    return Stream.of(world.database, world.wire.server, world.storehouse.server)
            .allMatch(s -> s.isUp && !s.isSlow && s.losses == 0)
        && luck.doubled + luck.delayed + luck.swapped + luck.lost == 0
        && world.hosts.stream()
            .allMatch(h -> h.skew.isZero() && (isWorker(h) || (h.hears() && !isPaused(h))));
  }

  private boolean isWorker(Host host) {
    return workers().anyMatch(w -> w.host == host);
  }

  private boolean isLive(Worker worker) {
    return worker.host.hears() && worker.host.skew.isZero() && !isPaused(worker.host);
  }

  private boolean isPaused(Host host) {
    return host.pausedUntil > kernel.now();
  }

  private Stream<Worker> workers() {
    return Stream.concat(world.creators.stream(), world.writers.stream());
  }

  private Stream<Worker> of(TaskKind kind) {
    return workers().filter(w -> w.kind == kind);
  }

  /// Whether it has been so for long enough; remembers when it began.
  private boolean hasLasted(String what, boolean isSo) {
    if (isSo) {
      since.putIfAbsent(what, kernel.now());
    } else {
      since.remove(what);
    }
    return isSo(what);
  }

  private boolean isSo(String what) {
    return kernel.now() - since.getOrDefault(what, kernel.now()) >= NOTICED;
  }

  private Instant now() {
    return Host.BEGIN.plusMillis(kernel.now());
  }

  // What the scheduler says when it is asked.

  private Waiting ofTask(Versioned<Task, TaskEffect> task) {
    var value = task.value();
    return new WaitingTask(
            value.key().kind(),
            value.channel(),
            value.state(),
            task.history().getLast().on(),
            world.books.workers.ofChannel(value.channel()).stream()
                .map(org.cardshop.platform.storage.Worker::sight)
                .toList(),
            value
                .state()
                .holder()
                .flatMap(g -> medium(g.worker(), g.slot()))
                .map(m -> new CardSight(m, false, "")))
        .explain(now());
  }

  private Optional<Waiting> ofOrder(Versioned<Order, OrderEffect> order) {
    return switch (order.value().state()) {
      case OrderState.AwaitingCreator _, OrderState.Creating _, OrderState.Producing _ ->
          Optional.empty();
      case OrderState state -> Optional.of(WaitingOrder.explain(state, tasksOf(order)).waiting());
    };
  }

  private List<WaitingOrder.OfTask> tasksOf(Versioned<Order, OrderEffect> order) {
    return world.books.tasks.ofOrder(order.id()).stream()
        .map(t -> {
          var key = t.value().key();
          return new WaitingOrder.OfTask(t.id(), key.kind(), key.unit(), ofTask(t));
        })
        .toList();
  }

  private Optional<String> medium(String worker, String slot) {
    return world.books.workers.ofChannel(Worker.CHANNEL).stream()
        .filter(w -> w.name().equals(worker))
        .flatMap(w -> w.slots().stream())
        .filter(s -> s.name().equals(slot) && !s.medium().isEmpty())
        .map(Slot::medium)
        .findFirst();
  }
}
