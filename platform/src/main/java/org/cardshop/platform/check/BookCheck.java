package org.cardshop.platform.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Versioned;

/// Looks for breaches in what the database says of orders and tasks. Facts in, decisions out: reads
/// nothing itself.
///
/// What is still on its way counts as right: an effect that waits in an outbox is carried out
/// later, and a lease may be over for as long as it takes somebody to see it.
public final class BookCheck {
  /// After a lease's end it is taken back within this time.
  public static final Duration UNSEEN = Duration.ofMinutes(2);

  private static final Set<String> ENDED = Set.of("canceled", "shipped", "expired");

  private final List<Versioned<Order, OrderEffect>> orders;
  private final List<Versioned<Task, TaskEffect>> tasks;
  private final Map<TaskKey, Versioned<Task, TaskEffect>> byKey;
  private final Instant now;
  private final List<Breach> found = new ArrayList<>();

  private BookCheck(
      List<Versioned<Order, OrderEffect>> orders,
      List<Versioned<Task, TaskEffect>> tasks,
      Instant now) {
    this.orders = orders;
    this.tasks = tasks;
    this.byKey =
        tasks.stream().collect(toMap(t -> t.value().key(), Function.identity(), this::twice));
    this.now = now;
  }

  /// @param orders all of them, or those in question
  /// @param tasks all of these orders
  public static List<Breach> of(
      List<Versioned<Order, OrderEffect>> orders,
      List<Versioned<Task, TaskEffect>> tasks,
      Instant now) {
    var check = new BookCheck(orders, tasks, now);
    check.oneWriterASlot();
    check.cards();
    check.nothingForgotten();
    check.history();
    return List.copyOf(check.found);
  }

  private Versioned<Task, TaskEffect> twice(
      Versioned<Task, TaskEffect> one, Versioned<Task, TaskEffect> other) {
    breach("I11", "task " + other.id(), "it is the same as task " + one.id());
    return one;
  }

  private void oneWriterASlot() {
    tasks.stream()
        .filter(t -> t.value().state().holder().isPresent())
        .collect(groupingBy(t -> place(t.value().state().holder().orElseThrow())))
        .forEach((place, held) -> {
          if (held.size() > 1) {
            breach("I4", place, "it holds " + held.size() + " tasks at once");
          }
        });
  }

  private static String place(Grant grant) {
    return "slot " + grant.slot() + " of " + grant.worker();
  }

  private void cards() {
    var owners = new HashMap<String, String>();
    for (var order : orders) {
      order
          .value()
          .state()
          .ownCards()
          .ifPresent(cards -> {
            cards(order, cards);
            for (var medium : cards.media()) {
              var other = owners.putIfAbsent(medium, order.id());
              if (other != null) {
                breach(
                    "I5",
                    name(order),
                    "its card " + medium + " counts for order " + other + ", too");
              }
            }
          });
    }
  }

  private void cards(Versioned<Order, OrderEffect> order, Cards cards) {
    int good = cards.count(CardStage.GOOD);
    if (good != cards.media().size()) {
      breach("I5", name(order), good + " cards count, of " + cards.media().size() + " media");
    }
    if (order.value().state() instanceof OrderState.AwaitingShipment
        && good != order.value().terms().quantity()) {
      breach("I5", name(order), good + " cards shall be shipped");
    }
    cards
        .stages()
        .forEach((number, stage) -> {
          if (stage == CardStage.GOOD && !isProved(order.id(), number, cards.media())) {
            breach("I2", name(order), "card " + number + " counts and no task has proved it");
          }
        });
  }

  private boolean isProved(String order, int number, Set<String> media) {
    var task = byKey.get(new TaskKey(order, TaskKind.WRITE, number));
    return task != null
        && task.value().state() instanceof TaskState.Succeeded(_, Product.Card card)
        && media.contains(card.medium());
  }

  private void nothingForgotten() {
    var byOrder = tasks.stream().collect(groupingBy(t -> t.value().key().order()));
    for (var order : orders) {
      var own = byOrder.getOrDefault(order.id(), List.of());
      boolean isMoving =
          !order.outbox().isEmpty() || own.stream().anyMatch(t -> !t.outbox().isEmpty());
      if (isMoving) {
        continue;
      }
      for (var key : OrderFlow.needed(order.value().terms(), order.value().state())) {
        var task = byKey.get(key);
        if (task == null || task.value().state().isTerminal()) {
          breach("I6", name(order), "it waits for " + key + ", which nobody will do");
        }
      }
      if (order.value().state().isTerminal()) {
        own.stream()
            .filter(t -> !t.value().state().isTerminal())
            .forEach(t -> breach("I6", "task " + t.id(), "its order has ended, it has not"));
      }
    }
    for (var task : tasks) {
      task.value()
          .state()
          .holder()
          .filter(g -> g.leaseUntil().plus(UNSEEN).isBefore(now))
          .ifPresent(
              g -> breach("I6", "task " + task.id(), "its lease ended at " + g.leaseUntil()));
    }
  }

  private void history() {
    orders.forEach(o -> history(name(o), o.history(), o.value().state().status()));
    for (var task : tasks) {
      history("task " + task.id(), task.history(), task.value().state().status());
      epochs("task " + task.id(), task.history());
    }
  }

  private void history(String subject, List<HistoryEntry> history, String status) {
    if (history.isEmpty() || !history.getLast().status().equals(status)) {
      breach("I9", subject, "its history does not end with " + status);
    }
    for (int i = 0; i < history.size() - 1; i++) {
      if (ENDED.contains(history.get(i).status())) {
        breach("I9", subject, "it went on after " + history.get(i).status());
      }
    }
  }

  /// Within one grant every step is the holder's.
  private void epochs(String subject, List<HistoryEntry> history) {
    long last = 0;
    var holders = new HashMap<Long, String>();
    for (var entry : history) {
      long epoch = Long.parseLong(entry.payload().getOrDefault("epoch", "0"));
      if (epoch < last) {
        breach("I9", subject, "its grants go back from " + last + " to " + epoch);
      }
      last = epoch;
      var worker = entry.payload().get("worker");
      if (worker != null && epoch > 0) {
        var holder = holders.putIfAbsent(epoch, worker);
        if (holder != null && !holder.equals(worker)) {
          breach("I9", subject, worker + " moved it on under grant " + epoch + " of " + holder);
        }
      }
    }
  }

  private static String name(Versioned<Order, OrderEffect> order) {
    return "order " + order.id();
  }

  private void breach(String invariant, String subject, String sentence) {
    found.add(new Breach(invariant, subject, sentence));
  }
}
