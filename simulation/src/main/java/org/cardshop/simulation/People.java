package org.cardshop.simulation;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Json;

/// Those who order, insert cards, confirm them, take them out, ship, retry and change their minds.
final class People {
  private final World world;
  private final Kernel kernel;
  private final Host host;

  /// All cards that ever were in a slot, by id.
  private final Map<String, Slot.Card> all = new LinkedHashMap<>();

  /// What was wrong with cards when they were shipped.
  private final List<String> wrong = new ArrayList<>();

  private boolean isDone;

  /// Orders that were accepted.
  final List<String> accepted = new ArrayList<>();

  /// How often in a thousand looks somebody does what one should not.
  int mischief;

  People(World world) {
    this.world = world;
    this.kernel = world.kernel;
    this.host = new Host(kernel, "people", () -> {});
  }

  /// @param orders how many are placed
  /// @param within milliseconds in which they are
  void start(int orders, long within) {
    kernel.spawn(
        host,
        "clients",
        () -> {
          for (int i = 1; i <= orders; i++) {
            kernel.sleep(kernel.below(Math.max(1, within / orders)));
            place(i);
          }
          isDone = true;
        });
    attend();
  }

  /// One order, and all that people do for it.
  void start(OrderTerms.Medium medium, int quantity) {
    kernel.spawn(
        host,
        "client",
        () -> {
          place(1, medium, quantity);
          isDone = true;
        });
    attend();
  }

  private void attend() {
    for (var writer : world.writers) {
      kernel.spawn(
          host,
          "bench of " + writer.host.name,
          () -> {
            while (true) {
              kernel.sleep(2_000 + kernel.below(15_000));
              writer.bench.values().forEach(slot -> lookAt(writer, slot));
            }
          });
    }
    kernel.spawn(
        host,
        "office",
        () -> {
          while (true) {
            kernel.sleep(20_000 + kernel.below(60_000));
            for (var order : List.copyOf(accepted)) {
              lookAt(order);
            }
          }
        });
  }

  /// Whether all orders are placed.
  boolean isDone() {
    return isDone;
  }

  List<String> wrongCards() {
    return wrong;
  }

  private void place(int number) {
    boolean isVirtual = kernel.chance(200);
    var medium = isVirtual ? OrderTerms.Medium.VIRTUAL : OrderTerms.Medium.PHYSICAL;
    place(number, medium, 1 + (int) kernel.below(3));
  }

  private void place(int number, OrderTerms.Medium medium, int quantity) {
    // A client sends the same order with the same key until it has an answer.
    for (int attempt = 0; ; attempt++) {
      var terms = World.terms(number * 1_000 + attempt, medium, quantity);
      var id = world.atDesk(desk -> desk.open(order(terms, "order " + number)));
      if (id.isPresent()) {
        accepted.add(id.get());
        return;
      }
      kernel.sleep(5_000);
    }
  }

  private Order order(OrderTerms terms, String key) {
    var warehouse = URI.create("ftps://warehouse");
    return new Order(
        terms,
        OrderFlow.opened().to(),
        Worker.CHANNEL,
        warehouse,
        warehouse,
        Json.object(),
        host.instant(),
        "admin",
        world.rules.idempotency(key));
  }

  private void lookAt(Writer writer, Slot slot) {
    if (kernel.chance(mischief)) {
      takeOut(slot);
      return;
    }
    switch (slot.asks) {
      case "insert" -> {
        var card = new Slot.Card("card-" + all.size());
        all.put(card.id, card);
        slot.card = card;
        slot.changedAt = kernel.now();
      }
      case "replace" -> takeOut(slot);
      case "confirm" -> {
        var card = slot.card;
        if (card != null && !slot.task.isEmpty()) {
          try {
            world.tell(
                world.scheduler,
                writer.host.name,
                new Command.CardConfirmed(slot.task, slot.name, card.id));
          } catch (RuntimeException e) {
            // the page says that it did not go through; it is tried again
          }
        }
      }
      default -> {}
    }
  }

  private void takeOut(Slot slot) {
    slot.card = null;
    slot.changedAt = kernel.now();
  }

  private void lookAt(String id) {
    var found = world.books.orders.find(id);
    if (found.isEmpty()) {
      return;
    }
    var event =
        switch (found.get().value().state()) {
          case OrderState.AwaitingShipment s -> {
            inspect(id, s);
            yield new OrderEvent.ParcelShipped("by post");
          }
          case OrderState.CreationFailed _ ->
              new OrderEvent.RetryAsked(OrderEvent.What.CREATE, "admin");
          case OrderState.CardsFailed _ ->
              new OrderEvent.RetryAsked(
                  kernel.chance(800) ? OrderEvent.What.FAILED_CARDS : OrderEvent.What.ALL, "admin");
          case OrderState.AwaitingCreator _,
              OrderState.Creating _,
              OrderState.Producing _,
              OrderState.Offered _ ->
              kernel.chance(mischief) ? new OrderEvent.CancelAsked("admin") : null;
          case OrderState.Shipped _, OrderState.Expired _, OrderState.Cancelled _ -> null;
        };
    if (event != null) {
      var _ = world.atDesk(desk -> desk.tell(id, event, Map.of("by", "admin")));
    }
  }

  /// Looks at the very cards with other eyes than the writers'.
  private void inspect(String id, OrderState.AwaitingShipment state) {
    var content = Creator.contentOf(state.image().name());
    if (!world.storehouse.find(state.image().name()).equals(Optional.of(content))) {
      wrong.add("I7: the image of order " + id + " is not in the warehouse");
    }
    for (var medium : state.cards().media()) {
      var card = all.get(medium);
      if (card == null || !card.content.equals(content)) {
        wrong.add("I2: order " + id + " ships " + medium + ", which is wrong");
      }
    }
  }
}
