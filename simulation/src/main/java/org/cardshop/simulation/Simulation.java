package org.cardshop.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.check.BookCheck;
import org.cardshop.platform.check.Breach;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Versioned;

/// The history of one factory, from its first order until all have ended, as one seed has it.
final class Simulation {
  private static final long MINUTE = 60_000;

  /// Between two looks at why things wait.
  private static final long LOOK = 10_000;

  /// No more trouble is made after so long.
  private static final long TROUBLE = 20 * MINUTE;

  /// The last trouble is over after so long.
  private static final long OVER = TROUBLE + 6 * MINUTE;

  /// Without trouble every order ends within so long.
  private static final long QUIET = 12 * 60 * MINUTE;

  /// What came of a seed.
  ///
  /// @param turns how often some thread of a process went on
  /// @param diary what trouble was made, for a person
  /// @param fingerprint the same for the same history
  record Outcome(
      long seed,
      long turns,
      long millis,
      List<String> breaches,
      List<String> diary,
      int fingerprint) {}

  private final long seed;
  private final Kernel kernel;
  private final World world;
  private final People people;
  private final Explanations explanations;
  private final List<String> diary = new ArrayList<>();

  private Simulation(long seed, Rules rules) {
    this.seed = seed;
    kernel = new Kernel(seed);
    world = new World(kernel, rules, Crew.USUAL);
    people = new People(world);
    world.books.orders.watch = this::look;
    explanations = new Explanations(world);
  }

  static Outcome run(long seed, Rules rules) {
    return Kernel.calmly(() -> new Simulation(seed, rules).run());
  }

  private Outcome run() {
    try {
      world.start();
      people.start(1 + (int) kernel.below(4), TROUBLE / 2);
      new Faults(world, people, diary).start(TROUBLE);
      long end = 0;
      // After a breach it would only be told what follows from it.
      while (world.breaches.isEmpty() && (end < OVER || !isOver()) && end < OVER + QUIET) {
        end += MINUTE;
        for (long time = end - MINUTE; time < end; ) {
          time += LOOK;
          kernel.run(time);
          world.breaches.addAll(explanations.wrong());
        }
        // While servers are away nobody can see what was forgotten.
        books().filter(breach -> !breach.invariant().equals("I6")).forEach(this::note);
        world.breaches.addAll(Timetables.twice(world.books.runs.all()));
      }
      if (world.breaches.isEmpty()) {
        kernel.run(end + 2 * MINUTE);
        check();
      }
    } finally {
      kernel.close();
    }
    return new Outcome(
        seed, kernel.turns(), kernel.now(), List.copyOf(world.breaches), diary, fingerprint());
  }

  private boolean isOver() {
    return people.isDone()
        && world.books.orders.all().stream().allMatch(o -> o.value().state().isTerminal());
  }

  private void check() {
    books().forEach(this::note);
    for (var id : people.accepted) {
      var order = world.books.orders.find(id);
      if (order.isEmpty()) {
        world.breaches.add("I1: order " + id + " was accepted and is lost");
      } else if (!order.get().value().state().isTerminal()) {
        world.breaches.add("I6: order " + id + " has not ended: " + order.get().value().state());
      }
    }
    if (!world.isWiped) {
      world.confirmed.forEach((fact, when) -> {
        if (when + MINUTE < kernel.now() && !world.books.facts.contains(fact)) {
          world.breaches.add("I1: fact " + fact + " was confirmed and is lost");
        }
      });
    }
    for (var task : world.books.tasks.all()) {
      if (task.value().state() instanceof TaskState.Succeeded(var attempts, Product.Card card)
          && !Objects.equals(world.made.get(card.medium()), attempts.epoch())) {
        world.breaches.add(
            "I9: task "
                + task.id()
                + " counts for grant "
                + attempts.epoch()
                + " what was made under "
                + world.made.get(card.medium()));
      }
    }
    people.wrongCards().forEach(world.breaches::add);
    var now = Host.BEGIN.plusMillis(kernel.now());
    world.breaches.addAll(
        Timetables.breaches(world.books.runs.all(), world.done, world.isWiped, now));
    int kept = new HashSet<>(people.accepted).size();
    if (world.books.orders.all().size() != kept) {
      world.breaches.add("I12: of " + kept + " orders came " + world.books.orders.all().size());
    }
    world.wire.dead.forEach(reason -> world.breaches.add("dead letter: " + reason));
  }

  /// What an order says must be true of its tasks in the very moment in which it says so.
  private void look(Versioned<Order, OrderEffect> order) {
    var now = Host.BEGIN.plusMillis(kernel.now());
    BookCheck.of(List.of(order), world.books.tasks.ofOrder(order.id()), now).stream()
        .filter(breach -> !breach.invariant().equals("I6"))
        .forEach(this::note);
  }

  private Stream<Breach> books() {
    var now = Host.BEGIN.plusMillis(kernel.now());
    return BookCheck.of(world.books.orders.all(), world.books.tasks.all(), now).stream();
  }

  private void note(Breach breach) {
    world.breaches.add(breach.toString());
  }

  private int fingerprint() {
    var text = new StringBuilder();
    world.books.tasks.all().forEach(t -> tell(t, text));
    world.books.orders.all().forEach(o -> tell(o, text));
    return text.toString().hashCode();
  }

  /// Maps that cannot be changed go through their entries in another order in each JVM.
  private static void tell(Versioned<?, ?> document, StringBuilder text) {
    text.append(document.version());
    for (var entry : document.history()) {
      text.append(entry.on()).append(entry.status()).append(new TreeMap<>(entry.payload()));
    }
  }
}
