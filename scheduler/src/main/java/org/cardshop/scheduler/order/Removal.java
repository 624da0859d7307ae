package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.InstantSource;
import java.util.List;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.StaleVersionException;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.scheduler.http.HttpProblem;

/// Forgets what is no longer needed of orders that have ended.
final class Removal {
  private static final String GONE = "anonymized";

  private final OrderStore orders;
  private final TaskStore tasks;
  private final InstantSource clock;

  Removal(OrderStore orders, TaskStore tasks, InstantSource clock) {
    this.orders = orders;
    this.tasks = tasks;
    this.clock = clock;
  }

  /// Overwrites names and addresses; all orders or none.
  void anonymize(List<Versioned<Order, OrderEffect>> chosen) {
    chosen.forEach(Removal::expectEnded);
    for (var order : chosen) {
      try {
        var request = order.value().request().deepCopy();
        overwrite(request, "client");
        overwrite(request, "recipient");
        if (request.get("config") instanceof ObjectNode recipe) {
          request.set("config", RecipeSecrets.mapped(recipe, _ -> TextNode.valueOf(GONE)));
        }
        orders.save(order, order.value().asking(request), List.of(), List.of(), clock.instant());
      } catch (StaleVersionException e) {
        throw HttpProblem.conflict("Order " + order.id() + " changed just now; try again.");
      }
    }
  }

  void delete(Versioned<Order, OrderEffect> order) {
    expectEnded(order);
    if (!order.outbox().isEmpty()) {
      throw HttpProblem.conflict(
          "The image of order " + order.id() + " is still being removed; try again in a minute.");
    }
    tasks.deleteOfOrder(order.id());
    orders.delete(order.id());
  }

  private static void expectEnded(Versioned<Order, OrderEffect> order) {
    var state = order.value().state();
    if (!state.isTerminal()) {
      throw HttpProblem.conflict(
          "Order " + order.id() + " has not ended (" + state.status() + "); cancel it first.");
    }
  }

  private static void overwrite(ObjectNode request, String name) {
    if (request.get(name) instanceof ObjectNode person) {
      person
          .fieldNames()
          .forEachRemaining(field -> {
            if (person.path(field).isTextual()) {
              person.put(field, GONE);
            }
          });
    }
  }
}
