package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two of a kind, of which one stands still and goes on, as a host does that swaps or whose virtual
/// machine is moved.
@Tag("faults")
@Tag("long-faults")
@ExtendWith(FactoryExtension.class)
final class SpareServerTest {
  @Test
  void aMonitorThatStandsStillIsStoodInForAndDoesNoHarmWhenItGoesOn(Factory factory)
      throws Exception {
    var orders = factory.orders();
    factory.start("monitor-2");
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("paused-monitor", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.signal("monitor", "STOP");
    try {
      gate.open();
      // What the first one has taken out of the queues comes back when its connection is given up.
      orders.await(
          id,
          "the creator is at it or done",
          o -> !Orders.create(o).path("status").asText().equals("received"));
    } finally {
      factory.signal("monitor", "CONT");
    }

    assertNothingTwice(factory, orders.awaitGoodCards(id));
  }

  @Test
  void aBeatThatStandsStillIsStoodInForAndDoesNoHarmWhenItGoesOn(Factory factory) throws Exception {
    factory.scheduleEachMinute("each-minute", "prune-tokens");
    factory.start("beat-2");
    factory.signal("beat", "STOP");
    try {
      Orders.patiently("the other one sees to it")
          .until(() -> factory.said("beat-2").contains("Run[schedule=each-minute"));
    } finally {
      factory.signal("beat", "CONT");
    }
    Orders.patiently("all of it is done").until(() -> !factory.hasOpenRun("each-minute"));
    assertNothingTwice(
        factory, factory.orders().awaitGoodCards(factory.orders().placeSmall("beats", 1)));
  }

  @Test
  void aWorkerThatStandsStillForLongerThanItsLeaseIsFenced(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("paused-creator", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);
    factory.signal("creator", "STOP");
    try {
      factory.start("creator-2");
      orders.await(
          id, "another has it", o -> Orders.create(o).path("worker").asText().equals("creator-2"));
    } finally {
      factory.signal("creator", "CONT");
    }
    gate.open();

    var order = orders.awaitGoodCards(id);
    assertEquals(2, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    assertEquals(List.of(), factory.breaches());
  }

  private static void assertNothingTwice(Factory factory, JsonNode order) throws Exception {
    assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    for (var card : Orders.writes(order)) {
      assertEquals(1, card.path("epoch").asInt(), order::toPrettyString);
    }
    assertEquals(List.of(), factory.breaches());
  }
}
