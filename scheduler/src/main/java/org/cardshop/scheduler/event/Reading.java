package org.cardshop.scheduler.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.platform.storage.Changed;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.order.OrderJson;
import org.cardshop.scheduler.task.TaskJson;

/// Reads what changed since it was asked last. For one thread.
final class Reading {
  /// Looked at again: saves of the same time may become visible one after the other, and the clocks
  /// of the processes that save differ a little.
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  /// Of so many looks one looks at the overlap again; the others read only what is new, which is
  /// little.
  private static final int DEEP = 20;

  private static final int PAGE = 2_000;

  private final OrderStore orders;
  private final TaskStore tasks;
  private final Map<String, Instant> seen = new HashMap<>();
  private Instant last;
  private int looks;
  private boolean isBehind;

  Reading(OrderStore orders, TaskStore tasks, Instant from) {
    this.orders = orders;
    this.tasks = tasks;
    this.last = from;
  }

  /// Ascending by time.
  List<Change> poll() {
    boolean isDeep = looks++ % DEEP == 0 && !isBehind;
    // At first there is no overlap: what was before is not news.
    var from = isDeep && looks > 1 ? last.minus(OVERLAP) : last;
    var changedOrders = orders.changedAfter(from, PAGE);
    var changedTasks = tasks.changedAfter(from, PAGE);
    // Beyond the end of a full page the other list would run ahead.
    var until = earlier(endOfFull(changedOrders), endOfFull(changedTasks));
    isBehind = !until.equals(Instant.MAX);
    var changes = new ArrayList<Change>();
    readOrders(news(changedOrders, until), changes);
    readTasks(news(changedTasks, until), changes);
    advance(changedOrders, changedTasks, until);
    changes.sort(Comparator.comparing(Change::at));
    return changes;
  }

  /// Whether there is more to read at once.
  boolean isBehind() {
    return isBehind;
  }

  private List<String> news(List<Changed> changed, Instant until) {
    return changed.stream()
        .filter(c -> !c.at().isAfter(until) && !c.at().equals(seen.get(c.id())))
        .map(Changed::id)
        .toList();
  }

  private void readOrders(List<String> ids, List<Change> changes) {
    for (var order : orders.findAll(ids)) {
      seen.put(order.id(), order.changedAt());
      changes.add(
          new Change(
              Change.ORDER,
              order.id(),
              order.changedAt(),
              order.value().createdBy(),
              Json.text(OrderJson.write(order))));
    }
  }

  private void readTasks(List<String> ids, List<Change> changes) {
    var noted = tasks.noted(ids, false);
    var theirs = noted.stream().map(n -> n.task().value().key().order()).distinct().toList();
    var known =
        orders.findAll(theirs).stream().collect(Collectors.toMap(o -> o.id(), o -> o.value()));
    for (var each : noted) {
      var task = each.task();
      var order = Optional.ofNullable(known.get(task.value().key().order()));
      seen.put(task.id(), task.changedAt());
      changes.add(
          new Change(
              Change.TASK,
              task.id(),
              task.changedAt(),
              "",
              Json.text(TaskJson.write(task, each.notes(), order, false))));
    }
  }

  private void advance(List<Changed> some, List<Changed> others, Instant until) {
    var next = isBehind ? until : later(end(some), end(others));
    if (next.isAfter(last)) {
      last = next;
      var forgotten = last.minus(OVERLAP);
      seen.values().removeIf(at -> at.isBefore(forgotten));
    }
  }

  private Instant end(List<Changed> page) {
    return page.isEmpty() ? last : page.getLast().at();
  }

  private static Instant endOfFull(List<Changed> page) {
    return page.size() == PAGE ? page.getLast().at() : Instant.MAX;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
