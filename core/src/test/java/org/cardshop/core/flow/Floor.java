package org.cardshop.core.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskFlow;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskState;

/// One order and its tasks in memory, joined as the product joins them: effects of tasks are folded
/// into the order, effects of the order make and call off tasks.
final class Floor {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final OrderTerms terms;
  private final SortedMap<TaskKey, TaskState> tasks =
      new TreeMap<>(Comparator.comparing(TaskKey::kind).thenComparingInt(TaskKey::unit));
  private final List<OrderEvent> told = new ArrayList<>();
  private final List<Object> effects = new ArrayList<>();
  private OrderState order;

  Floor(OrderTerms terms) {
    this.terms = terms;
    var opened = OrderFlow.opened();
    order = opened.to();
    opened.effects().forEach(this::carryOut);
  }

  OrderState order() {
    return order;
  }

  SortedMap<TaskKey, TaskState> tasks() {
    return Collections.unmodifiableSortedMap(tasks);
  }

  /// What orders have been told by tasks; any of it may be told again.
  List<OrderEvent> told() {
    return Collections.unmodifiableList(told);
  }

  /// Every effect in the order of its cause.
  List<Object> effects() {
    return Collections.unmodifiableList(effects);
  }

  void tell(TaskKey key, TaskEvent event) {
    var state = tasks.get(key);
    if (state == null) {
      throw new AssertionError("nobody made " + key);
    }
    if (TaskFlow.on(key, state, event)
        instanceof Transition.Moved<TaskState, TaskEffect>(var to, var follow)) {
      tasks.put(key, to);
      follow.forEach(this::carryOut);
    }
  }

  void tell(OrderEvent event) {
    if (OrderFlow.on(terms, order, event, NOW)
        instanceof Transition.Moved<OrderState, OrderEffect>(var to, var follow)) {
      order = to;
      follow.forEach(this::carryOut);
    }
  }

  private void carryOut(TaskEffect effect) {
    effects.add(effect);
    if (effect instanceof TaskEffect.TellOrder(var event)) {
      told.add(event);
      tell(event);
    }
  }

  private void carryOut(OrderEffect effect) {
    effects.add(effect);
    switch (effect) {
      case OrderEffect.EnsureTasks _ ->
          OrderFlow.needed(terms, order)
              .forEach(key -> tasks.putIfAbsent(key, new TaskState.Pending(Attempts.NONE)));
      case OrderEffect.CancelTasks(var by) ->
          List.copyOf(tasks.keySet()).forEach(key -> tell(key, new TaskEvent.CancelAsked(by, NOW)));
      case OrderEffect.DeleteImage _ -> {}
    }
  }
}
