package org.cardshop.core.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cardshop.core.flow.Story.Scene;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderEvent.What;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.TaskEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages come late, twice and in any order; what comes of them must not depend on it.
class ConvergenceTest {
  /// What happens at once: the scenes of several tasks, or one act of a person.
  private sealed interface Round {
    record Scenes(List<Scene> scenes) implements Round {}

    record Act(OrderEvent event) implements Round {}
  }

  static IntStream seeds() {
    return IntStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverTheOrderOfFactsTheEndIsTheSame(int seed) {
    var random = new Random(seed);
    var terms = new OrderTerms("68a1", Medium.PHYSICAL, 1 + random.nextInt(4), Duration.ofDays(7));
    var inOrder = new Floor(terms);
    var history = live(inOrder, random);
    for (int shuffle = 0; shuffle < 5; shuffle++) {
      var shuffled = new Floor(terms);
      var again = new ArrayList<Consumer<Floor>>();
      history.forEach(round -> play(round, shuffled, again, random));
      assertEquals(inOrder.tasks(), shuffled.tasks());
      assertEquals(comparable(inOrder.order()), comparable(shuffled.order()));
      assertEquals(lasting(inOrder), lasting(shuffled));
      var told = lasting(shuffled).stream().filter(e -> e.startsWith("TellOrder")).toList();
      assertEquals(Set.copyOf(told).size(), told.size(), () -> "told twice: " + told);
    }
  }

  @Test
  void theHistoriesReachEveryEndOfOrdersAndTasks() {
    var ends = new HashSet<String>();
    seeds()
        .forEach(seed -> {
          var random = new Random(seed);
          var floor = new Floor(terms(random));
          live(floor, random);
          ends.add(floor.order().getClass().getSimpleName());
          floor.tasks().values().forEach(t -> ends.add("task " + t.status()));
        });
    assertTrue(
        ends.containsAll(
            List.of(
                "Shipped",
                "AwaitingShipment",
                "Cancelled",
                "CardsFailed",
                "CreationFailed",
                "task written",
                "task uploaded",
                "task canceled",
                "task timedout",
                "task failed_to_verify")),
        ends::toString);
  }

  private static OrderTerms terms(Random random) {
    return new OrderTerms("68a1", Medium.PHYSICAL, 1 + random.nextInt(4), Duration.ofDays(7));
  }

  /// Invents a history, lives through it in order, and answers it.
  private static List<Round> live(Floor floor, Random random) {
    var history = new ArrayList<Round>();
    for (int phase = 0; phase < 6 && !floor.order().isTerminal(); phase++) {
      var stories =
          floor.tasks().entrySet().stream()
              .filter(t -> !t.getValue().isTerminal())
              .map(t -> Story.of(t.getKey(), random))
              .toList();
      int longest = stories.stream().mapToInt(List::size).max().orElse(0);
      int cancelled = random.nextInt(10) == 0 ? random.nextInt(longest + 1) : -1;
      for (int i = 0; i < longest; i++) {
        int now = i;
        if (i == cancelled) {
          add(new Round.Act(new OrderEvent.CancelAsked("anna")), history, floor);
        }
        var scenes = stories.stream().filter(s -> s.size() > now).map(s -> s.get(now)).toList();
        add(new Round.Scenes(scenes), history, floor);
      }
      if (random.nextInt(4) > 0) {
        add(new Round.Act(next(floor.order(), random)), history, floor);
      }
    }
    return history;
  }

  private static OrderEvent next(OrderState state, Random random) {
    return switch (state) {
      case OrderState.CreationFailed _ -> new OrderEvent.RetryAsked(What.CREATE, "anna");
      case OrderState.CardsFailed _ ->
          new OrderEvent.RetryAsked(random.nextBoolean() ? What.FAILED_CARDS : What.ALL, "anna");
      default -> new OrderEvent.ParcelShipped("by post");
    };
  }

  private static void add(Round round, List<Round> history, Floor floor) {
    history.add(round);
    switch (round) {
      case Round.Act(var event) -> floor.tell(event);
      case Round.Scenes(var scenes) ->
          scenes.forEach(s -> {
            floor.tell(s.key(), s.opening());
            s.reports().forEach(fact -> floor.tell(s.key(), fact));
          });
    }
  }

  /// Plays the round with its reports shuffled and repeated, among repeats of what was before.
  private static void play(Round round, Floor floor, List<Consumer<Floor>> again, Random random) {
    switch (round) {
      case Round.Act(var event) -> floor.tell(event);
      case Round.Scenes(var scenes) -> {
        var waiting = new ArrayList<Consumer<Floor>>();
        for (var scene : scenes) {
          floor.tell(scene.key(), scene.opening());
          scene.reports().forEach(fact -> waiting.add(f -> f.tell(scene.key(), fact)));
        }
        again.addAll(waiting);
        for (int repeats = random.nextInt(8); repeats > 0 && !again.isEmpty(); repeats--) {
          waiting.add(again.get(random.nextInt(again.size())));
        }
        Collections.shuffle(waiting, random);
        for (var fact : waiting) {
          fact.accept(floor);
          if (!floor.told().isEmpty() && random.nextInt(4) == 0) {
            floor.tell(floor.told().get(random.nextInt(floor.told().size())));
          }
        }
      }
    }
  }

  /// The sentence kept with failed cards is that of the card which ended last; all else must agree.
  private static OrderState comparable(OrderState state) {
    return state instanceof OrderState.CardsFailed(var build, var image, var cards, _)
        ? new OrderState.CardsFailed(
            build, image, cards, new Failure(Failure.Status.FAILED, "of the last card"))
        : state;
  }

  /// Effects that mean something once only; doorbells and news of progress may vary.
  private static List<String> lasting(Floor floor) {
    return floor.effects().stream()
        .filter(ConvergenceTest::lasts)
        .map(Object::toString)
        .sorted()
        .toList();
  }

  private static boolean lasts(Object effect) {
    return switch (effect) {
      case TaskEffect.RingDoorbell _ -> false;
      case TaskEffect.TellOrder(OrderEvent.TaskStarted _) -> false;
      case TaskEffect.TellOrder(OrderEvent.DownloadStarted _) -> false;
      case TaskEffect.TellOrder(OrderEvent.WritingStarted _) -> false;
      default -> true;
    };
  }
}
