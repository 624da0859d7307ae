package org.cardshop.platform.production;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds events into the orders and tasks of the database and carries out what follows. Any number
/// of processes may do so at once: a save that comes second reads and decides again.
public final class Production {
  private static final Logger LOG = LoggerFactory.getLogger(Production.class);

  private final Orders orders;
  private final Tasks tasks;
  private final Book<Order, OrderState, OrderEffect, OrderEvent> orderBook;
  private final Book<Task, TaskState, TaskEffect, TaskEvent> taskBook;
  private final Outside outside;
  private final Executor later;
  private final InstantSource clock;

  /// Carries out everything before it answers.
  public Production(Orders orders, Tasks tasks, Outside outside, InstantSource clock) {
    this(orders, tasks, outside, Runnable::run, clock);
  }

  /// @param later runs what may take minutes, as a warehouse may that does not answer; whoever
  ///   asked is not kept waiting for it
  public Production(
      Orders orders, Tasks tasks, Outside outside, Executor later, InstantSource clock) {
    this.orders = orders;
    this.tasks = tasks;
    this.outside = outside;
    this.later = later;
    this.clock = clock;
    orderBook = Books.of(orders, clock);
    taskBook = Books.of(tasks, clock);
  }

  /// Takes a new order.
  ///
  /// @param order in the state that [OrderFlow#opened] gives
  /// @return its id, or that of the earlier order with the same idempotency key
  public String open(Order order) {
    var id = orders.insert(order, OrderFlow.opened().effects(), clock.instant());
    CrashPoint.at("order.inserted");
    orders.find(id).ifPresent(this::carryOutOrder);
    return id;
  }

  /// Folds the event into the order.
  ///
  /// @param payload what the history shall say of it
  /// @return the flow's answer; empty when there is no such order
  public Optional<Transition<OrderState, OrderEffect>> tell(
      String order, OrderEvent event, Map<String, String> payload) {
    return orderBook.tell(order, new Told<>(event, payload), this::carryOutOrder);
  }

  /// Folds the event into the task.
  ///
  /// @param payload what the history shall say of it
  /// @return the flow's answer; empty when there is no such task
  public Optional<Transition<TaskState, TaskEffect>> tell(
      TaskId task, TaskEvent event, Map<String, String> payload) {
    return taskBook.tell(task.id(), new Told<>(event, payload), this::carryOutTask);
  }

  /// Folds the news of many tasks at once, each of another.
  ///
  /// @return the flow's answers by task, in the order of what was told
  public Map<String, List<Transition<TaskState, TaskEffect>>> tellTasks(
      List<News<Task, TaskEffect, TaskEvent>> news) {
    return taskBook.tellAll(news, this::carryOutTasks);
  }

  /// Carries out effects that have waited for this long: their poster died, or the outside was not
  /// there. What fails again waits as long again, and does not keep back the others; what another
  /// process has taken up meanwhile is left to it.
  ///
  /// @param limit how many orders and how many tasks at most
  public void carryOutOverdue(Duration age, int limit) {
    var now = clock.instant();
    var time = now.minus(age);
    tasks.withOutboxSince(time, limit).stream()
        .filter(t -> tasks.takeUpOutbox(t.id(), time, now))
        .forEach(this::carryOutTask);
    orders.withOutboxSince(time, limit).stream()
        .filter(o -> orders.takeUpOutbox(o.id(), time, now))
        .forEach(this::carryOutOrder);
  }

  private void carryOutTask(Versioned<Task, TaskEffect> task) {
    for (var posted : task.outbox()) {
      carryOut(
          "task " + task.id(), posted, e -> carryOut(task, e), p -> tasks.remove(task.id(), p));
    }
  }

  /// What tasks tell their orders is told at once, and what was done is noted at once: many cards
  /// of one order take as little as one.
  private void carryOutTasks(List<Versioned<Task, TaskEffect>> several) {
    var news = new LinkedHashMap<String, List<Told<OrderEvent>>>();
    var telling = new ArrayList<Versioned<Task, TaskEffect>>();
    for (var task : several) {
      var events = orderEvents(task);
      if (events.size() < task.outbox().size()) {
        carryOutTask(task);
      } else if (!events.isEmpty()) {
        telling.add(task);
        var payload = Map.of("task", task.id());
        var ofOrder = news.computeIfAbsent(task.value().key().order(), _ -> new ArrayList<>());
        events.forEach(event -> ofOrder.add(new Told<>(event, payload)));
      }
    }
    if (!telling.isEmpty()) {
      try {
        tellOrders(news);
        CrashPoint.at("orders.told");
        tasks.removeAll(telling);
      } catch (RuntimeException e) {
        LOG.warn("{} orders will be told again: {}", news.size(), e.toString());
      }
    }
  }

  /// Those of its effects that its order is told.
  private static List<OrderEvent> orderEvents(Versioned<Task, TaskEffect> task) {
    return task.outbox().stream()
        .flatMap(posted ->
            switch (posted.effect()) {
              case TaskEffect.TellOrder(var event) -> Stream.of(event);
              case TaskEffect.RingDoorbell _, TaskEffect.StopWorker _ -> Stream.of();
            })
        .toList();
  }

  private void tellOrders(Map<String, List<Told<OrderEvent>>> told) {
    var news =
        orders.findAll(told.keySet()).stream()
            .map(read -> new News<>(read, told.getOrDefault(read.id(), List.of())))
            .toList();
    orderBook
        .tellAll(news, changed -> changed.forEach(this::carryOutOrder))
        .forEach((id, answers) -> answers.forEach(answer -> complain(id, answer)));
  }

  private static void complain(String order, Transition<OrderState, OrderEffect> answer) {
    if (answer instanceof Transition.Refused<?, ?>(var reason)) {
      LOG.warn("order {} refused what a task told it: {}", order, reason);
    }
  }

  private void carryOutOrder(Versioned<Order, OrderEffect> order) {
    for (var posted : order.outbox()) {
      Runnable act =
          () ->
              carryOut(
                  "order " + order.id(),
                  posted,
                  e -> carryOut(order, e),
                  p -> orders.remove(order.id(), p));
      switch (posted.effect()) {
        case OrderEffect.DeleteImage _ -> later.execute(act);
        case OrderEffect.EnsureTasks _, OrderEffect.CancelTasks _ -> act.run();
      }
    }
  }

  private interface Act<E> {
    void on(E effect);
  }

  /// One effect that fails does not keep the others back; it stays in the outbox.
  private static <E> void carryOut(
      String owner, Posted<E> posted, Act<E> act, Act<Posted<E>> remove) {
    try {
      act.on(posted.effect());
      CrashPoint.at("effect.done");
      remove.on(posted);
      CrashPoint.at("effect.removed");
    } catch (RuntimeException e) {
      LOG.warn("{}: {} will be tried again: {}", owner, posted.effect(), e.toString());
    }
  }

  private void carryOut(Versioned<Task, TaskEffect> task, TaskEffect effect) {
    var key = task.value().key();
    switch (effect) {
      case TaskEffect.TellOrder(var event) -> {
        tell(key.order(), event, Map.of("task", task.id()))
            .ifPresent(answer -> complain(key.order(), answer));
      }
      case TaskEffect.RingDoorbell _ ->
          outside.ringDoorbell(task.value().channel(), task.id(), key);
      case TaskEffect.StopWorker(var worker, var epoch) ->
          outside.stopWorker(worker, task.id(), epoch);
    }
  }

  private void carryOut(Versioned<Order, OrderEffect> order, OrderEffect effect) {
    switch (effect) {
      case OrderEffect.EnsureTasks _ -> ensureTasks(order.id());
      case OrderEffect.CancelTasks(var by) -> cancelTasks(order.id(), by);
      case OrderEffect.DeleteImage(var image) ->
          outside.deleteImage(order.value().uploadUri(), order.value().channel(), image);
    }
  }

  /// Derived from the order as it is now, so that a late repeat makes no task of a cancelled order.
  private void ensureTasks(String orderId) {
    var order = orders.find(orderId);
    if (order.isEmpty()) {
      return;
    }
    var value = order.get().value();
    var needed = new TreeSet<>(Comparator.comparingInt(TaskKey::unit));
    needed.addAll(OrderFlow.needed(value.terms(), value.state()));
    for (var key : needed) {
      var task = new Task(key, value.channel(), new TaskState.Pending(Attempts.NONE));
      if (tasks.insert(task, List.of(new TaskEffect.RingDoorbell()), clock.instant())) {
        CrashPoint.at("task.inserted");
        tasks.find(key).ifPresent(this::carryOutTask);
      }
    }
    // The order may have been called off between the look and the insert.
    orders
        .find(orderId)
        .filter(o -> o.value().state() instanceof OrderState.Cancelled)
        .ifPresent(o -> cancelTasks(orderId, ((OrderState.Cancelled) o.value().state()).by()));
  }

  private void cancelTasks(String order, String by) {
    for (var task : tasks.ofOrder(order)) {
      var event = new TaskEvent.CancelAsked(by, clock.instant());
      tell(new TaskId(task.id()), event, Map.of("by", by));
    }
  }
}
