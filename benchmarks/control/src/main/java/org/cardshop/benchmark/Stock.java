package org.cardshop.benchmark;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;

/// Fills the database with orders and tasks, through the product's own stores.
final class Stock {
  /// Cards of an order.
  static final int CARDS = 10;

  private static final int AT_ONCE = 16;
  private static final URI WAREHOUSE = URI.create("ftps://warehouse.invalid:2121");

  private final OrderStore orders;
  private final TaskStore tasks;

  Stock(Plant plant) {
    orders = new OrderStore(plant.database());
    tasks = new TaskStore(plant.database());
  }

  /// A task that waits or is held.
  ///
  /// @param id as the database gave it
  record Entry(String id, TaskKey key) {}

  /// Orders for an image, each with its create task.
  List<Entry> images(int count) throws InterruptedException {
    var keys = IntStream.range(0, count).mapToObj(_ -> imageOrder()).toList();
    atOnce(count, i -> insert(keys.get(i), new TaskState.Pending(Attempts.NONE)));
    return entries(keys);
  }

  /// Orders of ten cards, whose images are there, each with its write tasks.
  List<Entry> cards(int count) throws InterruptedException {
    var keys = cardOrders(count);
    atOnce(count, i -> insert(keys.get(i), new TaskState.Pending(Attempts.NONE)));
    return entries(keys);
  }

  /// The same, each held.
  ///
  /// @param grants one a card
  List<Entry> heldCards(List<Grant> grants) throws InterruptedException {
    var keys = cardOrders(grants.size());
    var once = new Attempts(1, 0, Set.of());
    atOnce(keys.size(), i -> insert(keys.get(i), new TaskState.Claimed(once, grants.get(i))));
    return entries(keys);
  }

  /// The same, each at its holder's work.
  ///
  /// @param grants one a card
  List<Entry> runningCards(List<Grant> grants) throws InterruptedException {
    var keys = cardOrders(grants.size());
    var once = new Attempts(1, 0, Set.of());
    atOnce(
        keys.size(),
        i -> {
          var grant = grants.get(i);
          var mark = new Mark(grant.boot(), 1);
          insert(keys.get(i), new TaskState.Running(once, grant, WriteStep.WRITING, mark));
        });
    return entries(keys);
  }

  private TaskKey imageOrder() {
    var id = Ids.next();
    return new TaskKey(id, TaskKind.CREATE, 1);
  }

  private List<TaskKey> cardOrders(int count) {
    return IntStream.range(0, (count + CARDS - 1) / CARDS)
        .boxed()
        .flatMap(_ -> {
          var id = Ids.next();
          return IntStream.rangeClosed(1, CARDS).mapToObj(n -> new TaskKey(id, TaskKind.WRITE, n));
        })
        .limit(count)
        .toList();
  }

  private void insert(TaskKey key, TaskState state) {
    if (key.unit() == 1) {
      insertOrder(key);
    }
    tasks.insert(new Task(key, Plant.CHANNEL, state), List.of(), Instant.now());
  }

  private void insertOrder(TaskKey key) {
    var now = Instant.now();
    var id = key.order();
    var medium =
        switch (key.kind()) {
          case CREATE -> OrderTerms.Medium.VIRTUAL;
          case WRITE -> OrderTerms.Medium.PHYSICAL;
        };
    var state =
        switch (key.kind()) {
          case CREATE -> new OrderState.AwaitingCreator(1, 0);
          case WRITE -> new OrderState.Producing(1, image(id), new Cards(waiting(), Set.of()));
        };
    var terms = new OrderTerms(id, medium, key.kind() == TaskKind.WRITE ? CARDS : 1, days(14));
    orders.insert(
        new Order(
            terms,
            state,
            Plant.CHANNEL,
            WAREHOUSE,
            WAREHOUSE,
            Requests.order(medium, terms.quantity(), "client@example.org"),
            now,
            "admin",
            Optional.empty()),
        List.of(),
        now);
  }

  /// Where the last order of a stock is cut short, its other cards have no task and it stays open.
  private static SortedMap<Integer, CardStage> waiting() {
    var stages = new TreeMap<Integer, CardStage>();
    IntStream.rangeClosed(1, CARDS).forEach(n -> stages.put(n, CardStage.WAITING));
    return stages;
  }

  static Product.Image image(String order) {
    return new Product.Image(order, 8_000_000_000L, Sha256.of(new byte[0]));
  }

  private static Duration days(int count) {
    return Duration.ofDays(count);
  }

  private List<Entry> entries(List<TaskKey> keys) throws InterruptedException {
    var entries = new Entry[keys.size()];
    atOnce(
        keys.size(),
        i -> entries[i] = new Entry(tasks.find(keys.get(i)).orElseThrow().id(), keys.get(i)));
    return List.of(entries);
  }

  /// Many threads, so that the store's commits are shared.
  static void atOnce(int count, IntConsumer each) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var parts =
          IntStream.range(0, AT_ONCE)
              .mapToObj(part ->
                  threads.submit(() ->
                      IntStream.range(0, count).filter(i -> i % AT_ONCE == part).forEach(each)))
              .toList();
      for (var part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the stock could not be laid in", e);
    }
  }
}
