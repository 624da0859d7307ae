package org.cardshop.scheduler.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.scheduler.order.OrderJson;
import org.cardshop.scheduler.task.TaskJson;

/// What has changed since one listener last asked. For one thread.
final class Feed {
  /// Looked at again each time: saves of the same time may become visible one after the other, and
  /// the clocks of the processes that save differ a little.
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  private static final int PAGE = 500;

  /// The state of something that changed.
  record Event(String kind, Instant at, ObjectNode state) {}

  private final OrderStore orders;
  private final TaskStore tasks;
  private final Predicate<String> reaches;
  private final boolean withTasks;
  private final Map<String, Instant> sent = new HashMap<>();
  private Instant from;

  /// @param reaches whether the listener may see orders of this user name
  /// @param withTasks whether the listener may see tasks
  Feed(
      OrderStore orders,
      TaskStore tasks,
      Predicate<String> reaches,
      boolean withTasks,
      Instant from) {
    this.orders = orders;
    this.tasks = tasks;
    this.reaches = reaches;
    this.withTasks = withTasks;
    this.from = from;
  }

  /// Ascending by time.
  List<Event> poll() {
    var changedOrders = orders.changedAfter(from, PAGE);
    var changedTasks =
        withTasks ? tasks.changedAfter(from, PAGE) : List.<Versioned<Task, TaskEffect>>of();
    // Beyond the end of a full page the other list would run ahead.
    var until = earlier(endOfFull(changedOrders), endOfFull(changedTasks));
    var events = new ArrayList<Event>();
    for (var order : changedOrders) {
      if (isNews(order, until) && reaches.test(order.value().createdBy())) {
        events.add(new Event("order", order.changedAt(), OrderJson.write(order)));
      }
    }
    for (var task : changedTasks) {
      if (isNews(task, until)) {
        events.add(new Event("task", task.changedAt(), write(task)));
      }
    }
    advance(until);
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private boolean isNews(Versioned<?, ?> changed, Instant until) {
    return !changed.changedAt().isAfter(until)
        && !changed.changedAt().equals(sent.put(changed.id(), changed.changedAt()));
  }

  private void advance(Instant until) {
    var last = sent.values().stream().max(Comparator.naturalOrder()).orElse(from);
    // A full page goes on where it ended; otherwise the overlap is looked at again.
    var next = until.equals(Instant.MAX) ? last.minus(OVERLAP) : until;
    if (next.isAfter(from)) {
      from = next;
      sent.values().removeIf(at -> at.isBefore(next));
    }
  }

  private ObjectNode write(Versioned<Task, TaskEffect> task) {
    var medium =
        orders
            .find(task.value().key().order())
            .map(o -> o.value().terms().medium())
            .orElse(Medium.PHYSICAL);
    return TaskJson.write(task, tasks.notes(task.id()), medium, false);
  }

  private static Instant endOfFull(List<? extends Versioned<?, ?>> page) {
    return page.size() == PAGE ? page.getLast().changedAt() : Instant.MAX;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
