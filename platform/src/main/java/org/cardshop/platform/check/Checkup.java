package org.cardshop.platform.check;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;

/// Looks over all orders and tasks of a database, some hundred at a time. The factory may be at
/// work meanwhile: what was caught between two saves is looked at again before it counts.
public final class Checkup {
  private static final int AT_ONCE = 500;
  private static final int LOOKS = 3;

  private final OrderStore orders;
  private final TaskStore tasks;
  private final InstantSource clock;
  private final Map<String, String> owners = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private long looked;

  private Checkup(OrderStore orders, TaskStore tasks, InstantSource clock) {
    this.orders = orders;
    this.tasks = tasks;
    this.clock = clock;
  }

  /// @param orders how many were looked at
  /// @param owners orders by the media that count for them
  public record Findings(long orders, Map<String, String> owners, List<Breach> breaches) {
    public Findings {
      owners = Map.copyOf(owners);
      breaches = List.copyOf(breaches);
    }
  }

  public static Findings of(OrderStore orders, TaskStore tasks, InstantSource clock) {
    var checkup = new Checkup(orders, tasks, clock);
    checkup.run();
    return new Findings(checkup.looked, checkup.owners, checkup.breaches);
  }

  private void run() {
    for (var some = orders.after(Ids.FIRST, AT_ONCE);
        !some.isEmpty();
        some = orders.after(some.getLast().id(), AT_ONCE)) {
      looked += some.size();
      if (!breachesOf(some).isEmpty()) {
        some.forEach(this::lookAgain);
      }
      some.forEach(this::requireCardsOfItsOwn);
    }
  }

  private void lookAgain(Versioned<Order, OrderEffect> order) {
    var found = List.<Breach>of();
    for (int i = 0; i < LOOKS; i++) {
      var now = orders.find(order.id()).stream().toList();
      found = breachesOf(now);
      if (found.isEmpty()) {
        return;
      }
    }
    breaches.addAll(found);
  }

  /// Tasks are read after their orders: what an order says of them was true before.
  private List<Breach> breachesOf(List<Versioned<Order, OrderEffect>> some) {
    var all = tasks.ofOrders(some.stream().map(Versioned::id).toList());
    return BookCheck.of(some, all, clock.instant());
  }

  private void requireCardsOfItsOwn(Versioned<Order, OrderEffect> order) {
    order
        .value()
        .state()
        .ownCards()
        .ifPresent(cards -> {
          for (var medium : cards.media()) {
            var other = owners.putIfAbsent(medium, order.id());
            if (other != null && !other.equals(order.id())) {
              breaches.add(
                  new Breach(
                      "I5",
                      "order " + order.id(),
                      "its card " + medium + " counts for order " + other + ", too"));
            }
          }
        });
  }
}
