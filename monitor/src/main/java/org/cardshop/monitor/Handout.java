package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.Grant;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.token.Tickets;
import org.cardshop.platform.wire.Answer;

/// What the holder of a task is given: what is to be done, and the ticket for the warehouse.
final class Handout {
  /// Longer than any pause between two renewals, short enough to be useless when stolen.
  private static final Duration TICKET = Duration.ofMinutes(15);

  private final Orders orders;
  private final Tickets tickets;
  private final InstantSource clock;
  private final Duration lease;

  Handout(Orders orders, Tickets tickets, InstantSource clock, Duration lease) {
    this.orders = orders;
    this.tickets = tickets;
    this.clock = clock;
    this.lease = lease;
  }

  /// A task and who holds it.
  record Held(String id, Task task, Grant grant) {}

  /// The whole of each, by the id of the task.
  Map<String, Answer> granted(List<Held> several) {
    var orders = orders(several);
    var answers = new HashMap<String, Answer>();
    for (var held : several) {
      var key = held.task().key();
      answers.put(
          held.id(),
          work(held, orders)
              .<Answer>map(work ->
                  new Answer.Granted(
                      held.id(),
                      key.order(),
                      key.unit(),
                      held.grant().epoch(),
                      lease,
                      work,
                      ticket(held, work)))
              .orElseGet(() -> new Answer.Denied("the task's order is gone")));
    }
    return answers;
  }

  /// A fresh ticket for each whose order is still there, by the id of the task.
  Map<String, String> tickets(List<Held> several) {
    var orders = orders(several);
    var fresh = new HashMap<String, String>();
    for (var held : several) {
      work(held, orders).ifPresent(work -> fresh.put(held.id(), ticket(held, work)));
    }
    return fresh;
  }

  private Map<String, Order> orders(List<Held> several) {
    var ids = several.stream().map(held -> held.task().key().order()).distinct().toList();
    var found = new HashMap<String, Order>();
    orders.findAll(ids).forEach(order -> found.put(order.id(), order.value()));
    return found;
  }

  private static Optional<Answer.Work> work(Held held, Map<String, Order> orders) {
    var key = held.task().key();
    return Optional.ofNullable(orders.get(key.order())).flatMap(order -> Works.of(order, key));
  }

  private String ticket(Held held, Answer.Work work) {
    return tickets.issue(
        new Claims.Ticket(
            held.grant().worker(),
            held.id(),
            held.grant().epoch(),
            switch (work) {
              case Answer.Work.Create _ -> Claims.Direction.UPLOAD;
              case Answer.Work.Write _ -> Claims.Direction.DOWNLOAD;
            },
            work.channel(),
            switch (work) {
              case Answer.Work.Create c -> c.image();
              case Answer.Work.Write w -> w.image().name();
            },
            Works.ceiling(work),
            clock.instant().plus(TICKET)));
  }
}
