package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are killed in the middle of an order and started again. The work that goes on
/// meanwhile counts, and nothing is done twice.
@ExtendWith(FactoryExtension.class)
final class KilledServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "scheduler", "beat", "warehouse", "store"})
  void anOrderEndsRightAlthoughAServerIsKilled(String part, Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("killed-" + part, 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.kill(part);
    gate.open();
    factory.start(part);

    assertEquals(1, Orders.create(orders.awaitGoodCards(id)).path("epoch").asInt());
  }

  @Test
  void anOrderEndsRightAlthoughTheBrokerIsKilled(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("killed-broker", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.rabbit().kill();
    gate.open();
    factory.rabbit().start();

    assertEquals(1, Orders.create(orders.awaitGoodCards(id)).path("epoch").asInt());
  }
}
