package org.cardshop.platform.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class BookCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Product.Image IMAGE = new Product.Image("image", 1, Sha256.of(new byte[0]));
  private static final Attempts ONCE = new Attempts(1, 0, Set.of());

  @Test
  void whatIsRightIsNoBreach() {
    assertBreaches(
        List.of(),
        List.of(producing("1", Map.of(1, CardStage.GOOD, 2, CardStage.WAITING), "m1")),
        List.of(proved("1", 1, "m1"), task("1", 2, new TaskState.Pending(Attempts.NONE))));
  }

  @Test
  void aCardThatNoTaskProvedMustNotCount() {
    assertBreaches(
        List.of("I2"),
        List.of(shipping("1", Map.of(1, CardStage.GOOD), "m1")),
        List.of(proved("1", 1, "another")));
  }

  @Test
  void aSlotHoldsOneTask() {
    var orders = List.of(producing("1", Map.of(1, CardStage.WAITING, 2, CardStage.WAITING)));
    assertBreaches(
        List.of("I4"), orders, List.of(task("1", 1, claimed(NOW)), task("1", 2, claimed(NOW))));
  }

  @Test
  void aCardIsOnOneOrder() {
    assertBreaches(
        List.of("I5"),
        List.of(
            shipping("1", Map.of(1, CardStage.GOOD), "m1"),
            shipping("2", Map.of(1, CardStage.GOOD), "m1")),
        List.of(proved("1", 1, "m1"), proved("2", 1, "m1")));
  }

  @Test
  void anOrderShipsAsManyCardsAsWereOrdered() {
    assertBreaches(
        List.of("I5"),
        List.of(shipping("1", Map.of(1, CardStage.GOOD, 2, CardStage.FAILED), "m1")),
        List.of(proved("1", 1, "m1")));
  }

  @Test
  void whatAnOrderNeedsSomebodyWillDo() {
    assertBreaches(List.of("I6"), List.of(producing("1", Map.of(1, CardStage.WAITING))), List.of());
  }

  @Test
  void whatIsStillPostedIsNotForgotten() {
    var order = producing("1", Map.of(1, CardStage.WAITING));
    var posted =
        new Versioned<Order, OrderEffect>(
            order.id(),
            order.version(),
            order.value(),
            NOW,
            order.history(),
            List.of(new Posted<>("1.0", new OrderEffect.EnsureTasks())));
    assertBreaches(List.of(), List.of(posted), List.of());
  }

  @Test
  void aLeaseThatEndedLongAgoWasForgotten() {
    assertBreaches(
        List.of("I6"),
        List.of(producing("1", Map.of(1, CardStage.WAITING))),
        List.of(task("1", 1, claimed(NOW.minus(BookCheck.UNSEEN).minusMillis(1)))));
  }

  @Test
  void anOrderThatEndedHasNoWorkLeft() {
    assertBreaches(
        List.of("I6"),
        List.of(order("1", 1, new OrderState.Cancelled("admin"), "canceled")),
        List.of(task("1", 1, new TaskState.Pending(Attempts.NONE))));
  }

  @Test
  void theHistoryEndsWhereThingsAre() {
    assertBreaches(
        List.of("I9"),
        List.of(order("1", 1, new OrderState.Shipped("by post"), "writing")),
        List.of());
  }

  @Test
  void grantsGoOneWay() {
    assertBreaches(List.of("I9"), List.of(), List.of(lived(entry("1", "w"), entry("0", "w"))));
  }

  @Test
  void aGrantIsOneWorkers() {
    assertBreaches(List.of("I9"), List.of(), List.of(lived(entry("1", "v"), entry("1", "w"))));
  }

  private static HistoryEntry entry(String epoch, String worker) {
    return new HistoryEntry("canceled", NOW, Map.of("epoch", epoch, "worker", worker));
  }

  private static Versioned<Task, TaskEffect> lived(HistoryEntry... history) {
    var key = new TaskKey("1", TaskKind.WRITE, 1);
    var task = new Task(key, "channel", new TaskState.Cancelled(ONCE, "admin"));
    var first = history[0];
    var quiet = new HistoryEntry("writing", first.on(), first.payload());
    return new Versioned<>("t", 1, task, NOW, List.of(quiet, history[1]), List.of());
  }

  private static void assertBreaches(
      List<String> expected,
      List<Versioned<Order, OrderEffect>> orders,
      List<Versioned<Task, TaskEffect>> tasks) {
    var found = BookCheck.of(orders, tasks, NOW);
    assertEquals(expected, found.stream().map(Breach::invariant).toList(), found.toString());
  }

  private static TaskState claimed(Instant until) {
    return new TaskState.Claimed(ONCE, new Grant("writer", 1, "A-01", 1, until));
  }

  private static Versioned<Task, TaskEffect> proved(String order, int card, String medium) {
    return task(order, card, new TaskState.Succeeded(ONCE, new Product.Card(medium, "A-01", 1, 0)));
  }

  private static Versioned<Task, TaskEffect> task(String order, int card, TaskState state) {
    var task = new Task(new TaskKey(order, TaskKind.WRITE, card), "channel", state);
    var history = List.of(new HistoryEntry(state.status(), NOW, Map.of()));
    return new Versioned<>(order + "." + card, 1, task, NOW, history, List.of());
  }

  private static Versioned<Order, OrderEffect> producing(
      String id, Map<Integer, CardStage> stages, String... media) {
    var state = new OrderState.Producing(1, IMAGE, new Cards(sorted(stages), Set.of(media)));
    return order(id, stages.size(), state, state.status());
  }

  private static Versioned<Order, OrderEffect> shipping(
      String id, Map<Integer, CardStage> stages, String... media) {
    var state = new OrderState.AwaitingShipment(1, IMAGE, new Cards(sorted(stages), Set.of(media)));
    return order(id, stages.size(), state, state.status());
  }

  private static SortedMap<Integer, CardStage> sorted(Map<Integer, CardStage> stages) {
    return new TreeMap<>(stages);
  }

  private static Versioned<Order, OrderEffect> order(
      String id, int quantity, OrderState state, String lastStatus) {
    var warehouse = URI.create("ftps://warehouse");
    var order =
        new Order(
            new OrderTerms(id, OrderTerms.Medium.PHYSICAL, quantity, Duration.ofDays(1)),
            state,
            "channel",
            warehouse,
            warehouse,
            Json.object(),
            NOW,
            "admin",
            Optional.empty());
    var history = List.of(new HistoryEntry(lastStatus, NOW, Map.of()));
    return new Versioned<>(id, 1, order, NOW, history, List.of());
  }
}
