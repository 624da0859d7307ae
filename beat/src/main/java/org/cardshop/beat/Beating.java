package org.cardshop.beat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Leases;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Schedules;
import org.cardshop.platform.storage.Tasks;

/// All that a beat does, without its threads and connections: whoever runs it says when.
public final class Beating {
  static final Duration BETWEEN_RINGS = Duration.ofSeconds(30);
  static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

  private static final Duration OVERDUE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 200;
  private static final int MANY = 1_000;

  private final Production production;
  private final Orders orders;
  private final Runs runs;
  private final Leadership leadership;
  private final Doorbells doorbells;
  private final Enqueuing enqueuing;
  private final InstantSource clock;

  /// What a beat keeps its books in.
  public record Books(Orders orders, Tasks tasks, Leases leases, Schedules schedules, Runs runs) {}

  /// Where effects and runs go.
  public record Ends(Outside outside, Outlet outlet) {}

  /// @param name of this beat among the beats
  public Beating(String name, Production production, Books books, Ends ends, InstantSource clock) {
    this.production = production;
    this.orders = books.orders();
    this.runs = books.runs();
    this.clock = clock;
    leadership = new Leadership(books.leases(), name, clock);
    doorbells = new Doorbells(books.tasks(), ends.outside(), clock);
    enqueuing = new Enqueuing(books.schedules(), runs, ends.outlet(), clock);
  }

  Leadership leadership() {
    return leadership;
  }

  /// Rings again for what waits, when this beat leads. Call it every half minute.
  public void ringDoorbells() {
    leadership.lead(doorbells::ring);
  }

  /// Enqueues what schedules ask for, when this beat leads. Call it every few seconds.
  public void enqueueDue() {
    leadership.lead(enqueuing::look);
  }

  /// Does the runs of these jobs, by name, that come out of their queues.
  public Handler working(Map<String, Job> jobs) {
    return new Working(jobs, runs, clock);
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
