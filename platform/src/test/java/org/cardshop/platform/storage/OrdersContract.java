package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEffect.EnsureTasks;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderState.Cancelled;
import org.cardshop.core.order.OrderState.Offered;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.Product;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps orders.
public interface OrdersContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  OrderState SHIPPED = new OrderState.Shipped("parcel 7");

  /// Empty at first; the same one for as long as a test runs.
  Orders orders();

  @Test
  default void anOrderIsReadBackAsItWasInserted() {
    var order = order(SHIPPED, "default", Optional.of("key"));
    var id = orders().insert(order, List.of(new EnsureTasks()), NOW);
    var read = orders().find(id).orElseThrow();
    assertEquals(order.terms().id(), id);
    assertEquals(order, read.value());
    assertEquals(1, read.version());
    assertEquals(List.of(new EnsureTasks()), effects(read));
    assertEquals(
        List.of("created", "shipped"), read.history().stream().map(HistoryEntry::status).toList());
  }

  @Test
  default void theSameIdempotencyKeyGivesTheEarlierOrder() {
    var first = orders().insert(order(SHIPPED, "default", Optional.of("key")), List.of(), NOW);
    var again = order(SHIPPED, "default", Optional.of("key"));
    assertEquals(first, orders().insert(again, List.of(new EnsureTasks()), NOW));
    assertEquals(Optional.empty(), orders().find(again.terms().id()));
    assertEquals(List.of(), orders().withOutboxSince(NOW, 9));
  }

  @Test
  default void ordersWithoutAKeyDoNotCollide() {
    var one = orders().insert(order(SHIPPED, "default", Optional.empty()), List.of(), NOW);
    var other = orders().insert(order(SHIPPED, "default", Optional.empty()), List.of(), NOW);
    assertTrue(orders().find(one).isPresent() && orders().find(other).isPresent());
  }

  @Test
  default void anIdIsUsedOnce() {
    var order = order(SHIPPED, "default", Optional.empty());
    orders().insert(order, List.of(), NOW);
    assertThrows(IllegalStateException.class, () -> orders().insert(order, List.of(), NOW));
  }

  @Test
  default void aStaleSaveIsRefusedAndChangesNothing() {
    var read = inserted(SHIPPED);
    var saved = saved(read, new Cancelled("one"));
    assertThrows(StaleVersionException.class, () -> saved(read, new Cancelled("two")));
    assertEquals(Optional.of(saved), orders().find(read.id()));
  }

  @Test
  default void offersEndAtTheirTimeAndOnlyWhileTheyStand() {
    var early = inserted(offered(NOW));
    inserted(offered(NOW.plusSeconds(1)));
    assertEquals(List.of(early), orders().offeredUntil(NOW, 9));
    assertEquals(2, orders().offeredUntil(NOW.plusSeconds(1), 9).size());
    saved(early, new OrderState.Expired());
    assertEquals(List.of(), orders().offeredUntil(NOW, 9));
  }

  @Test
  default void overdueEffectsAreFoundUntilRemoved() {
    var order = order(SHIPPED, "default", Optional.empty());
    orders().insert(order, List.of(new EnsureTasks()), NOW);
    var overdue = orders().withOutboxSince(NOW, 9);
    assertEquals(1, overdue.size());
    assertEquals(List.of(), orders().withOutboxSince(NOW.minusMillis(1), 9));
    orders().remove(order.terms().id(), overdue.getFirst().outbox().getFirst());
    assertEquals(List.of(), orders().withOutboxSince(NOW.plusSeconds(99), 9));
  }

  @Test
  default void overdueEffectsAreTakenUpByOne() {
    var order = order(SHIPPED, "default", Optional.empty());
    var id = orders().insert(order, List.of(new EnsureTasks()), NOW);
    var later = NOW.plusSeconds(10);
    assertTrue(orders().takeUpOutbox(id, NOW, later));
    assertFalse(orders().takeUpOutbox(id, NOW, later));
    assertEquals(List.of(), orders().withOutboxSince(NOW, 9));
    assertEquals(1, orders().withOutboxSince(later, 9).size());
  }

  @Test
  default void anOrderOfAMalformedIdIsNotThere() {
    assertEquals(Optional.empty(), orders().find("no id"));
  }

  private Versioned<Order, OrderEffect> inserted(OrderState state) {
    var id = orders().insert(order(state, "default", Optional.empty()), List.of(), NOW);
    return orders().find(id).orElseThrow();
  }

  private Versioned<Order, OrderEffect> saved(Versioned<Order, OrderEffect> read, OrderState next) {
    return orders().save(read, read.value().in(next), List.of(), List.of(), NOW);
  }

  private static OrderState offered(Instant until) {
    return new Offered(1, new Product.Image("image", 1, Sha256.of(new byte[0])), until);
  }

  static Order order(OrderState state, String channel, Optional<String> key) {
    var request = Json.object();
    request.putObject("client").put("email", "c@example.org");
    return new Order(
        new OrderTerms(Ids.next(), Medium.PHYSICAL, 3, Duration.ofDays(7)),
        state,
        channel,
        URI.create("ftps://warehouse/up"),
        URI.create("ftps://warehouse/down"),
        request,
        NOW,
        "operator",
        key);
  }

  static List<OrderEffect> effects(Versioned<Order, OrderEffect> order) {
    return order.outbox().stream().map(Posted::effect).toList();
  }
}
