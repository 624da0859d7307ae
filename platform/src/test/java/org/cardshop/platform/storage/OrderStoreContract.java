package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

interface OrderStoreContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  OrderState SHIPPED = new OrderState.Shipped("parcel 7");

  Database database();

  private OrderStore orders() {
    return new OrderStore(database());
  }

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
    var again = orders().insert(order(SHIPPED, "default", Optional.of("key")), List.of(), NOW);
    assertEquals(first, again);
    assertEquals(1, orders().page(Map.of(), 0, 9).count());
  }

  @Test
  default void ordersWithoutAKeyDoNotCollide() {
    orders().insert(order(SHIPPED, "default", Optional.empty()), List.of(), NOW);
    orders().insert(order(SHIPPED, "default", Optional.empty()), List.of(), NOW);
    assertEquals(2, orders().page(Map.of(), 0, 9).count());
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
  default void aDeletedOrderIsGone() {
    var read = inserted(SHIPPED);
    orders().delete(read.id());
    assertEquals(Optional.empty(), orders().find(read.id()));
    assertThrows(StaleVersionException.class, () -> saved(read, new Cancelled("late")));
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
  default void changesAreListedInTheirOrder() {
    var first = inserted(SHIPPED);
    var second = inserted(SHIPPED);
    var later = NOW.plusSeconds(1);
    orders().save(first, first.value(), List.of(), List.of(), later);
    assertEquals(
        List.of(second.id(), first.id()),
        orders().changedAfter(NOW.minusMillis(1), 9).stream().map(Versioned::id).toList());
    assertEquals(List.of(first.id()), ids(orders().changedAfter(NOW, 9)));
    assertEquals(List.of(), orders().changedAfter(later, 9));
  }

  @Test
  default void aPageShowsTheNewestThatMatch() {
    var ids = new ArrayList<String>();
    for (int n = 0; n < 4; n++) {
      var order = order(SHIPPED, n == 0 ? "other" : "default", Optional.empty());
      ids.add(orders().insert(order, List.of(), NOW.plusSeconds(n)));
    }
    saved(orders().find(ids.get(1)).orElseThrow(), new Cancelled("somebody"));
    var all = orders().page(Map.of(), 1, 2);
    assertEquals(4, all.count());
    assertEquals(List.of(ids.get(2), ids.get(1)), ids(all.items()));
    assertEquals(3, orders().page(Map.of("channel", "default"), 0, 9).count());
    assertEquals(
        List.of(ids.get(1)), ids(orders().page(Map.of("status", "canceled"), 0, 9).items()));
    assertEquals(4, orders().page(Map.of("client.email", "c@example.org"), 0, 9).count());
    assertEquals(0, orders().page(Map.of("created_by", "nobody"), 0, 9).count());
  }

  @Test
  default void everyStateIsReadBackAsItWasWritten() {
    var samples = new Samples(new Random(3));
    for (var type : Samples.kinds(OrderState.class).toList()) {
      for (int i = 0; i < 6; i++) {
        var saved = saved(inserted(SHIPPED), samples.of(type.asSubclass(OrderState.class)));
        assertEquals(Optional.of(saved), orders().find(saved.id()));
      }
    }
  }

  @Test
  default void everyEffectIsReadBackAsItWasWritten() {
    var samples = new Samples(new Random(4));
    var effects = new ArrayList<OrderEffect>();
    for (int i = 0; i < 100; i++) {
      effects.add(samples.of(OrderEffect.class));
    }
    var id = orders().insert(order(SHIPPED, "default", Optional.empty()), effects, NOW);
    assertTrue(orders().find(id).filter(o -> effects(o).equals(effects)).isPresent());
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

  private static Order order(OrderState state, String channel, Optional<String> key) {
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

  private static List<OrderEffect> effects(Versioned<Order, OrderEffect> order) {
    return order.outbox().stream().map(Posted::effect).toList();
  }

  private static List<String> ids(List<Versioned<Order, OrderEffect>> orders) {
    return orders.stream().map(Versioned::id).toList();
  }
}
