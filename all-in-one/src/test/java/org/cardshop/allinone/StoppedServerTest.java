package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are asked to end (SIGTERM) while workers work and report: they finish what is in
/// their hands, and nothing is lost or done twice.
@ExtendWith(FactoryExtension.class)
final class StoppedServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "scheduler", "beat"})
  void anOrderEndsRightAlthoughAServerIsStopped(String part, Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.uploadGate();
    gate.close();
    var id = orders.place("stopped-" + part, 2);
    Orders.patiently("the upload is held up").until(gate::isHolding);

    factory.stop(part);
    gate.open();
    factory.start(part);

    var order = orders.awaitGoodCards(id);
    assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    for (var card : Orders.writes(order)) {
      assertEquals(1, card.path("epoch").asInt(), order::toPrettyString);
    }
  }
}
