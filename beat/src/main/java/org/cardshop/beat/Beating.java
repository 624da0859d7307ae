package org.cardshop.beat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Leases;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Tasks;

/// What a beat does about orders and tasks, without its threads and connections: whoever runs it
/// says when.
public final class Beating {
  static final Duration BETWEEN_RINGS = Duration.ofSeconds(30);
  static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

  private static final Duration OVERDUE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 200;
  private static final int MANY = 1_000;

  private final Production production;
  private final Orders orders;
  private final Leadership leadership;
  private final Doorbells doorbells;
  private final InstantSource clock;

  /// What a beat keeps its books in.
  public record Books(Orders orders, Tasks tasks, Leases leases) {}

  /// @param name of this beat among the beats
  public Beating(
      String name, Production production, Books books, Outside outside, InstantSource clock) {
    this.production = production;
    this.orders = books.orders();
    this.clock = clock;
    leadership = new Leadership(books.leases(), name, clock);
    doorbells = new Doorbells(books.tasks(), outside, clock);
  }

  Leadership leadership() {
    return leadership;
  }

  /// Rings again for what waits, when this beat leads. Call it every half minute.
  public void ringDoorbells() {
    leadership.lead(doorbells::ring);
  }

  /// Carries out what was left undone. Call it every few seconds.
  public void carryOutOverdue() {
    production.carryOutOverdue(OVERDUE, AT_ONCE);
  }

  /// Ends the offers whose time is over. Call it every few minutes.
  public void expireImages() {
    var now = clock.instant();
    for (var order : orders.offeredUntil(now, MANY)) {
      production.tell(order.id(), new OrderEvent.OfferEnded(now), Map.of());
    }
  }
}
