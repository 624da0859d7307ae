package org.cardshop.platform.production;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskFlow;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Saving;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;

/// The two books of a factory: its orders and its tasks.
final class Books {
  private Books() {}

  static Book<Order, OrderState, OrderEffect, OrderEvent> of(Orders orders, InstantSource clock) {
    return new Book<>(shelf(orders), new OfOrders(), clock);
  }

  static Book<Task, TaskState, TaskEffect, TaskEvent> of(Tasks tasks, InstantSource clock) {
    return new Book<>(shelf(tasks), new OfTasks(), clock);
  }

  private static Book.Shelf<Order, OrderEffect> shelf(Orders orders) {
    return new Book.Shelf<>() {
      @Override
      public Optional<Versioned<Order, OrderEffect>> find(String id) {
        return orders.find(id);
      }

      @Override
      public Optional<Versioned<Order, OrderEffect>> save(
          Saving<Order, OrderEffect> s, Instant now) {
        var saved = orders.save(s.read(), s.next(), s.lived(), s.effects(), now);
        CrashPoint.at("order.saved");
        return Optional.of(saved);
      }

      @Override
      public Optional<List<Versioned<Order, OrderEffect>>> saveAll(
          List<Saving<Order, OrderEffect>> savings, Instant now) {
        var saved = orders.saveAll(savings, now);
        CrashPoint.at("orders.saved");
        return saved;
      }
    };
  }

  private static Book.Shelf<Task, TaskEffect> shelf(Tasks tasks) {
    return new Book.Shelf<>() {
      @Override
      public Optional<Versioned<Task, TaskEffect>> find(String id) {
        return tasks.find(id);
      }

      @Override
      public Optional<Versioned<Task, TaskEffect>> save(Saving<Task, TaskEffect> s, Instant now) {
        var saved = tasks.save(s.read(), s.next().state(), s.lived(), s.effects(), now);
        CrashPoint.at("task.saved");
        return saved;
      }

      @Override
      public Optional<List<Versioned<Task, TaskEffect>>> saveAll(
          List<Saving<Task, TaskEffect>> savings, Instant now) {
        var saved = tasks.saveAll(savings, now);
        CrashPoint.at("tasks.saved");
        return saved;
      }
    };
  }

  private record OfOrders() implements Book.Flow<Order, OrderState, OrderEffect, OrderEvent> {
    @Override
    public OrderState state(Order order) {
      return order.state();
    }

    @Override
    public Order in(Order order, OrderState state) {
      return order.in(state);
    }

    @Override
    public Transition<OrderState, OrderEffect> on(Order order, OrderEvent event, Instant now) {
      return OrderFlow.on(order.terms(), order.state(), event, now);
    }

    @Override
    public String status(OrderState state) {
      return state.status();
    }

    @Override
    public Map<String, String> remarks(OrderState to) {
      return switch (to) {
        case OrderState.CreationFailed f -> Map.of("reason", f.failure().reason());
        case OrderState.CardsFailed f -> Map.of("reason", f.failure().reason());
        case OrderState.AwaitingCreator _,
            OrderState.Creating _,
            OrderState.Producing _,
            OrderState.AwaitingShipment _,
            OrderState.Shipped _,
            OrderState.Offered _,
            OrderState.Expired _,
            OrderState.Cancelled _ ->
            Map.of();
      };
    }
  }

  private record OfTasks() implements Book.Flow<Task, TaskState, TaskEffect, TaskEvent> {
    @Override
    public TaskState state(Task task) {
      return task.state();
    }

    @Override
    public Task in(Task task, TaskState state) {
      return task.in(state);
    }

    @Override
    public Transition<TaskState, TaskEffect> on(Task task, TaskEvent event, Instant now) {
      return TaskFlow.on(task.key(), task.state(), event);
    }

    @Override
    public String status(TaskState state) {
      return state.status();
    }

    @Override
    public Map<String, String> remarks(TaskState to) {
      var epoch = String.valueOf(to.attempts().epoch());
      return switch (to) {
        case TaskState.Retryable r -> Map.of("epoch", epoch, "reason", r.reason());
        case TaskState.Discarded d -> Map.of("epoch", epoch, "reason", d.failure().reason());
        case TaskState.Pending _,
            TaskState.Claimed _,
            TaskState.Running _,
            TaskState.Succeeded _,
            TaskState.Cancelled _ ->
            Map.of("epoch", epoch);
      };
    }
  }
}
