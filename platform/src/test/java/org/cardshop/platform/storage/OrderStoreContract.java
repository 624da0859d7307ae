package org.cardshop.platform.storage;

import static org.cardshop.platform.storage.OrdersContract.effects;
import static org.cardshop.platform.storage.OrdersContract.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
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

  private String placed(String client, String email) {
    var request = Json.object();
    request.putObject("client").put("name", client).put("email", email);
    return orders()
        .insert(order(SHIPPED, "default", Optional.empty()).asking(request), List.of(), NOW);
  }

  private List<String> looked(String text) {
    var search = new OrderStore.Search(text, Optional.empty(), Optional.empty(), false);
    return orders().page(Map.of(), search, 0, 9).items().stream().map(Versioned::id).toList();
  }

  @Test
  default void ordersAreFoundByTheirWords() {
    var school = placed("École de Bamako", "awa.d@ecole.example");
    var library = placed("Library of Bamako", "lib@library.example");
    assertEquals(Set.of(school, library), Set.copyOf(looked("BAMAKO")));
    assertEquals(List.of(school), looked(" ecole,  bamako "));
    assertEquals(List.of(school), looked("awa.d@ecole.example"));
    assertEquals(List.of(school), looked("Awa"));
    assertEquals(List.of(library), looked(library));
    assertEquals(List.of(), looked("bamako dakar"));
    assertEquals(2, looked("").size());
    var found = orders().find(school).orElseThrow();
    saved(found, new Cancelled("somebody"));
    assertEquals(List.of(school), looked("ecole"));
  }

  @Test
  default void ordersOfAnOlderCardshopAreFoundByTheirWordsToo() {
    var school = placed("École de Bamako", "awa@ecole.example");
    var all = database().collection("orders");
    all.updateMany(new Document(), new Document("$unset", new Document("words", "")));
    assertEquals(List.of(), looked("bamako"));
    database()
        .collection(Migrations.COLLECTION)
        .updateMany(new Document(), new Document("$set", new Document("version", 5)));
    Migrations.apply(database());
    assertEquals(List.of(school), looked("bamako"));
  }

  @Test
  default void ordersAreFoundByWhenTheyWerePlaced() {
    var id = inserted(SHIPPED).id();
    for (var search :
        Map.of(
                new OrderStore.Search("", Optional.of(NOW), Optional.of(NOW.plusMillis(1)), false),
                    1,
                new OrderStore.Search("", Optional.of(NOW.plusMillis(1)), Optional.empty(), false),
                    0,
                new OrderStore.Search(id, Optional.empty(), Optional.of(NOW), false), 0)
            .entrySet()) {
      assertEquals(
          (long) search.getValue(), orders().page(Map.of(), search.getKey(), 0, 9).count());
    }
  }

  @Test
  default void whatHasAnImageIsListedAndNothingElse() {
    var samples = new Samples(new Random(7));
    var expected = new HashSet<String>();
    for (int i = 0; i < 60; i++) {
      var state = samples.of(OrderState.class);
      var id = orders().insert(order(state, "default", Optional.empty()), List.of(), NOW);
      if (state.storedImage().isPresent()) {
        expected.add(id);
      }
    }
    var search = new OrderStore.Search("", Optional.empty(), Optional.empty(), true);
    var found = orders().page(Map.of(), search, 0, 99).items();
    assertEquals(expected, Set.copyOf(found.stream().map(Versioned::id).toList()));
    assertTrue(expected.size() > 10);
  }

  @Test
  default void changesAreListedInTheirOrder() {
    var first = inserted(SHIPPED);
    var second = inserted(SHIPPED);
    var later = NOW.plusSeconds(1);
    orders().save(first, first.value(), List.of(), List.of(), later);
    assertEquals(
        List.of(second.id(), first.id()), changed(orders().changedAfter(NOW.minusMillis(1), 9)));
    assertEquals(List.of(first.id()), changed(orders().changedAfter(NOW, 9)));
    assertEquals(List.of(), orders().changedAfter(later, 9));
  }

  private static List<String> changed(List<Changed> changes) {
    return changes.stream().map(Changed::id).toList();
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
