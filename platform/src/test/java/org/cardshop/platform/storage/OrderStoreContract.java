package org.cardshop.platform.storage;

import static org.cardshop.platform.storage.OrdersContract.effects;
import static org.cardshop.platform.storage.OrdersContract.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderState.Cancelled;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

interface OrderStoreContract extends OrdersContract {
  Database database();

  @Override
  default OrderStore orders() {
    return new OrderStore(database());
  }

  @Test
  default void aDeletedOrderIsGone() {
    var read = inserted(SHIPPED);
    orders().delete(read.id());
    assertEquals(Optional.empty(), orders().find(read.id()));
    assertThrows(StaleVersionException.class, () -> saved(read, new Cancelled("late")));
  }

  @Test
  default void theSecretsOfARecipeAreKeptSealed() {
    var request = Json.object();
    var config = request.putObject("config");
    config.putObject("base").put("source", "ftp://me:hidden@example.org/base.img");
    var offspot = config.putObject("offspot").put("passphrase", "hidden").put("pin", 7);
    offspot.put("token", 12345678).putArray("environment").add("ADMIN_PASSWORD=hidden");
    var id =
        orders()
            .insert(order(SHIPPED, "default", Optional.empty()).asking(request), List.of(), NOW);
    var read = orders().find(id).orElseThrow();
    assertEquals(request, read.value().request());
    saved(read, new Cancelled("somebody"));
    for (var kept : database().collection("orders").find()) {
      assertFalse(kept.toJson().contains("hidden"), kept.toJson());
    }
    assertEquals(request, orders().find(id).orElseThrow().value().request());
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

  private static List<String> ids(List<Versioned<Order, OrderEffect>> orders) {
    return orders.stream().map(Versioned::id).toList();
  }
}
