package org.cardshop.platform.production;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

public interface ProductionContract {
  Instant START = Instant.parse("2026-03-01T12:00:00Z");
  Duration OVERDUE = Duration.ofSeconds(10);
  Product.Image IMAGE = new Product.Image("image", 1, Sha256.of(new byte[0]));

  Database database();

  /// A factory floor over a fresh database, with a clock that the test sets.
  final class Floor {
    final OrderStore orders;
    final TaskStore tasks;
    final Ledger outside = new Ledger();
    final AtomicReference<Instant> now = new AtomicReference<>(START);

    Floor(Database database) {
      orders = new OrderStore(database);
      tasks = new TaskStore(database);
    }

    /// One process of several.
    Production production() {
      return new Production(orders, tasks, outside, now::get);
    }

    String open(int quantity) {
      return production().open(order(quantity));
    }

    OrderState state(String order) {
      return orders.find(order).orElseThrow().value().state();
    }

    TaskState state(TaskKey key) {
      return tasks.find(key).orElseThrow().value().state();
    }

    void stored(String order) {
      production().tell(order, new OrderEvent.ImageStored(1, IMAGE), Map.of());
    }

    void later(Duration duration) {
      now.updateAndGet(n -> n.plus(duration));
    }
  }

  @Test
  default void anOpenedOrderHasItsTaskAndTheDoorbellRang() {
    var floor = new Floor(database());
    var id = floor.open(2);
    assertInstanceOf(TaskState.Pending.class, floor.state(create(id)));
    assertEquals(List.of("ring create 1"), floor.outside.done());
    assertEquals(List.of(), floor.orders.withOutboxSince(floor.now.get(), 9));
    assertEquals(List.of(), floor.tasks.withOutboxSince(floor.now.get(), 9));
  }

  @Test
  default void eventsToldAtOnceAreAllFoldedAndEachEffectHappensOnce() throws Exception {
    var floor = new Floor(database());
    int cards = 24;
    var id = floor.open(cards);
    floor.stored(id);
    var one = floor.production();
    var another = floor.production();
    floor.outside.forget();
    together(
        List.of(
            () -> failEveryOther(one, id, 1, cards), () -> failEveryOther(another, id, 2, cards)));

    var failed = assertInstanceOf(OrderState.CardsFailed.class, floor.state(id));
    assertEquals(cards, failed.cards().count(CardStage.FAILED));
    var history = floor.orders.find(id).orElseThrow().history();
    assertEquals(1, history.stream().filter(h -> h.status().equals("write_failed")).count());

    floor.outside.forget();
    together(List.of(() -> retry(one, id), () -> retry(another, id)));
    assertEquals(
        IntStream.rangeClosed(cards + 1, 2 * cards)
            .mapToObj(n -> "ring write " + n)
            .collect(Collectors.toSet()),
        Set.copyOf(floor.outside.done()));
    assertEquals(cards, floor.outside.done().size(), "no doorbell rings twice");
  }

  @Test
  default void oneOfTwoAskersGetsTheTask() throws Exception {
    var floor = new Floor(database());
    var id = floor.open(1);
    var task = floor.tasks.find(create(id)).orElseThrow().id();
    var answers = together(List.of(ask(floor, task, "one"), ask(floor, task, "two")));
    assertEquals(1, answers.stream().filter(Transition.Moved.class::isInstance).count());
    assertEquals(1, answers.stream().filter(Transition.Refused.class::isInstance).count());
    assertEquals(1, floor.state(create(id)).attempts().epoch());
  }

  @Test
  default void aSlotThatHoldsATaskIsRefusedAnother() {
    var floor = new Floor(database());
    var id = floor.open(2);
    floor.stored(id);
    var asked = new TaskEvent.Asked("w", 1, "A-01", START, Duration.ofSeconds(90));
    var answers =
        floor.tasks.ofOrder(id).stream()
            .filter(t -> t.value().key().kind() == TaskKind.WRITE)
            .map(t -> floor.production().tell(new TaskId(t.id()), asked, Map.of()).orElseThrow())
            .collect(groupingBy(Object::getClass, Collectors.counting()));
    assertEquals(
        Map.<Class<?>, Long>of(Transition.Moved.class, 1L, Transition.Refused.class, 1L), answers);
  }

  @Test
  default void anEffectThatFailedIsCarriedOutWhenOverdue() {
    var floor = new Floor(database());
    floor.outside.isBroken = true;
    var id = floor.open(1);
    floor.production().carryOutOverdue(OVERDUE, 9);
    assertEquals(List.of(), floor.outside.done(), "not yet overdue");

    floor.outside.isBroken = false;
    floor.later(OVERDUE);
    floor.production().carryOutOverdue(OVERDUE, 9);
    floor.production().carryOutOverdue(OVERDUE, 9);
    assertEquals(List.of("ring create 1"), floor.outside.done());
    assertEquals(List.of(), floor.tasks.find(create(id)).orElseThrow().outbox());
  }

  @Test
  default void anOrderWhosePosterDiedBeforeTheEffectGetsItsTasks() {
    var floor = new Floor(database());
    var id = floor.orders.insert(order(1), OrderFlow.opened().effects(), START);
    assertEquals(List.of(), floor.tasks.ofOrder(id));
    floor.later(OVERDUE);
    floor.production().carryOutOverdue(OVERDUE, 9);
    assertInstanceOf(TaskState.Pending.class, floor.state(create(id)));
    assertEquals(List.of("ring create 1"), floor.outside.done());
  }

  @Test
  default void twoThatLookForOverdueEffectsCarryOutEachOnce() {
    var floor = new Floor(database());
    for (int unit = 1; unit <= 5; unit++) {
      var key = new TaskKey("order", TaskKind.WRITE, unit);
      var task = new Task(key, "default", new TaskState.Pending(Attempts.NONE));
      floor.tasks.insert(task, List.of(new TaskEffect.RingDoorbell()), START);
    }
    floor.later(OVERDUE);
    floor.outside.meanwhile(() -> floor.production().carryOutOverdue(OVERDUE, 9));
    floor.production().carryOutOverdue(OVERDUE, 9);
    assertEquals(5, floor.outside.done().size(), floor.outside.done().toString());
  }

  @Test
  default void anEffectIsLeftToWhoeverPostedIt() {
    var floor = new Floor(database());
    var id = floor.orders.insert(order(1), OrderFlow.opened().effects(), START);
    floor.production().tell(id, new OrderEvent.TaskStarted(TaskKind.CREATE, 1), Map.of());
    assertInstanceOf(OrderState.Creating.class, floor.state(id));
    assertEquals(List.of(), floor.outside.done());
    assertEquals(1, floor.orders.find(id).orElseThrow().outbox().size());
  }

  @Test
  default void effectsThatFailForEverDoNotKeepBackTheOthers() {
    var floor = new Floor(database());
    floor.outside.isBroken = true;
    floor.open(1);
    floor.open(1);
    floor.later(Duration.ofSeconds(1));
    floor.open(1);
    floor.later(OVERDUE);
    floor.production().carryOutOverdue(OVERDUE, 2);
    floor.outside.isBroken = false;
    floor.production().carryOutOverdue(OVERDUE, 2);
    assertEquals(1, floor.outside.done().size(), "it is the third one's turn");
    floor.later(OVERDUE);
    floor.production().carryOutOverdue(OVERDUE, 2);
    assertEquals(3, floor.outside.done().size(), "and later that of the others");
  }

  @Test
  default void aLateRepeatMakesNoTasksOfACancelledOrder() {
    var floor = new Floor(database());
    var id = floor.orders.insert(order(1), OrderFlow.opened().effects(), START);
    floor.production().tell(id, new OrderEvent.CancelAsked("somebody"), Map.of());
    floor.later(OVERDUE);
    floor.production().carryOutOverdue(OVERDUE, 9);
    assertEquals(List.of(), floor.tasks.ofOrder(id));
    assertEquals(List.of(), floor.orders.withOutboxSince(floor.now.get(), 9));
  }

  @Test
  default void cancellingAnOrderCancelsItsTasksAndStopsTheirWorkers() throws Exception {
    var floor = new Floor(database());
    var id = floor.open(1);
    ask(floor, floor.tasks.find(create(id)).orElseThrow().id(), "one").call();
    floor.production().tell(id, new OrderEvent.CancelAsked("somebody"), Map.of("by", "somebody"));
    assertInstanceOf(TaskState.Cancelled.class, floor.state(create(id)));
    assertEquals(List.of("ring create 1", "stop one 1"), floor.outside.done().subList(0, 2));
    var last = floor.orders.find(id).orElseThrow().history().getLast();
    assertEquals("canceled", last.status());
    assertEquals(Map.of("by", "somebody"), last.payload());
  }

  @Test
  default void thereIsNoAnswerForWhatIsNotThere() {
    var floor = new Floor(database());
    var cancel = new OrderEvent.CancelAsked("somebody");
    assertTrue(floor.production().tell(Ids.next(), cancel, Map.of()).isEmpty());
    assertTrue(floor.production().tell("no id", cancel, Map.of()).isEmpty());
  }

  private static boolean failEveryOther(Production production, String order, int first, int last) {
    var failure = new Failure(Failure.Status.FAILED_TO_WRITE, "worn out");
    for (int card = first; card <= last; card += 2) {
      var discarded = new OrderEvent.TaskDiscarded(TaskKind.WRITE, card, failure);
      assertTrue(production.tell(order, discarded, Map.of()).isPresent());
    }
    return true;
  }

  private static boolean retry(Production production, String order) {
    var asked = new OrderEvent.RetryAsked(OrderEvent.What.FAILED_CARDS, "somebody");
    return production.tell(order, asked, Map.of()).isPresent();
  }

  private static Callable<Transition<?, ?>> ask(Floor floor, String task, String worker) {
    var asked = new TaskEvent.Asked(worker, 1, "A-01", START, Duration.ofSeconds(90));
    return () -> floor.production().tell(new TaskId(task), asked, Map.of()).orElseThrow();
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var answer : threads.invokeAll(calls)) {
        results.add(answer.get());
      }
      return results;
    }
  }

  private static TaskKey create(String order) {
    return new TaskKey(order, TaskKind.CREATE, 1);
  }

  private static Order order(int quantity) {
    return new Order(
        new OrderTerms(Ids.next(), Medium.PHYSICAL, quantity, Duration.ofDays(7)),
        OrderFlow.opened().to(),
        "default",
        URI.create("ftps://warehouse/up"),
        URI.create("ftps://warehouse/down"),
        Json.object(),
        START,
        "operator",
        Optional.empty());
  }
}
