package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each process is killed at each named place between two of its effects, while an order lives, and
/// started again. One of each kind dies in each order, so that they also die at once.
@Tag("faults")
@Tag("crash-points")
@ExtendWith(FactoryExtension.class)
final class CrashPointTest {
  private static final List<String> OF_EVERY_WORKER =
      List.of(
          "worker.asks",
          "claim.obtained",
          "task.received",
          "step.noted",
          "fact.drafted",
          "fact.sent",
          "fact.forgotten",
          "task.worked",
          "task.end-noted");

  /// Where who passes while an order is made, shipped and forgotten.
  static final Map<String, List<String>> ON_THE_WAY =
      Map.of(
          "scheduler",
          List.of(
              "order.opened",
              "order.inserted",
              "task.inserted",
              "doorbell.rung",
              "effect.done",
              "effect.removed",
              "order.saved",
              "image.deleted"),
          "monitor",
          List.of(
              "claim.received",
              "claim.granted",
              "task.saved",
              "request.answered",
              "message.handled",
              "facts.received",
              "tasks.saved",
              "orders.saved",
              "orders.told",
              "facts.folded",
              "facts.noted",
              "effect.done",
              "effect.removed",
              "task.inserted",
              "doorbell.rung",
              "lease.renewed"),
          "beat",
          List.of("beat.leads"),
          "creator",
          Stream.concat(
                  OF_EVERY_WORKER.stream(),
                  Stream.of(
                      "recipe.inspected",
                      "content.fetched",
                      "content.kept",
                      "image.drafted",
                      "image.made",
                      "image.built",
                      "warehouse.entered",
                      "chunk.uploaded",
                      "upload.moved",
                      "manifest.publishing",
                      "image.uploaded"))
              .toList(),
          "writer",
          Stream.concat(
                  OF_EVERY_WORKER.stream(),
                  Stream.of(
                      "chunk.fetched",
                      "chunk.kept",
                      "card.found",
                      "card.proved",
                      "card.marked-dirty",
                      "card.stamped",
                      "card.wiped",
                      "card.filled",
                      "card.flushed",
                      "card.read-back",
                      "stamps.erased",
                      "card.head-written",
                      "card.published",
                      "card.recorded",
                      "card.marked-good"))
              .toList(),
          "warehouse",
          List.of(
              "visitor.admitted",
              "part.received",
              "chunk.checked",
              "chunk.shelved",
              "manifest.checked",
              "manifest.shelved",
              "image.published",
              "file.sent",
              "image.dropped"));

  static Stream<Map<String, String>> deaths() {
    int rounds = ON_THE_WAY.values().stream().mapToInt(List::size).max().orElseThrow();
    return IntStream.range(0, rounds).mapToObj(CrashPointTest::deaths);
  }

  /// A part with fewer places than others is left in peace in the last rounds.
  private static Map<String, String> deaths(int round) {
    var deaths = new TreeMap<String, String>();
    ON_THE_WAY.forEach((part, points) -> {
      if (round < points.size()) {
        deaths.put(part, points.get(round));
      }
    });
    return deaths;
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void anOrderEndsRightAlthoughProcessesDieAt(Map<String, String> deaths, Factory factory)
      throws Exception {
    var orders = factory.orders();
    try (var _ = factory.supervise()) {
      for (var death : deaths.entrySet()) {
        factory.arm(death.getKey(), death.getValue());
      }
      var id = orders.placeSmall("crash-" + deaths.hashCode(), 3);
      orders.awaitGoodCardsOfServedBench(id);
      Orders.patiently("it is shipped")
          .until(() -> orders.ship(id).path("status").asText().equals("shipped"));
      Orders.patiently("its image is gone").until(() -> !factory.images().contains(id));
    }
    var alive =
        deaths.entrySet().stream().filter(death -> factory.isArmed(death.getKey())).toList();
    assertEquals(List.of(), alive, "nobody came by");
    assertEquals(List.of(), factory.breaches());
  }
}
