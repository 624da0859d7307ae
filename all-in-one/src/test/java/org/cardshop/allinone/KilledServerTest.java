package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are killed in the middle of an order and started again. The work that goes on
/// meanwhile counts, and nothing is done twice.
@ExtendWith(FactoryExtension.class)
final class KilledServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"monitor", "scheduler", "beat", "store"})
  void anOrderEndsRightAlthoughAServerIsKilled(String part, Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("killed-" + part, 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.kill(part);
    gate.open();
    factory.start(part);

    assertNothingTwice(orders.awaitGoodCards(id));
  }

  @Test
  void anOrderEndsRightAlthoughTheBrokerIsKilledTwice(Factory factory) throws Exception {
    var orders = factory.orders();
    var building = factory.contents().gate();
    var downloading = factory.downloadGate();
    long before = factory.chunksAtWriter();
    building.close();
    downloading.closeWhen(() -> factory.chunksAtWriter() >= before + 3);
    var id = orders.place("killed-broker", 2);

    for (var gate : List.of(building, downloading)) {
      Orders.patiently("the work is held up").until(gate::isHolding);
      factory.rabbit().kill();
      gate.open();
      factory.rabbit().start();
    }

    assertNothingTwice(orders.awaitGoodCards(id));
  }

  @Test
  void anUploadGoesOnWhenTheWarehouseIsBack(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.uploadGate();
    long before = factory.chunksInWarehouse();
    gate.closeWhen(() -> factory.chunksInWarehouse() >= before + 5);
    var id = orders.place("killed-warehouse", 2);
    Orders.patiently("the upload is held up").until(gate::isHolding);

    factory.kill("warehouse");
    gate.open();
    factory.start("warehouse");

    assertNothingTwice(orders.awaitGoodCards(id));
  }

  @Test
  void aMonitorThatWasAwayForLongerThanALeaseTakesNothingBack(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("long-absence", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.kill("monitor");
    orders.await(id, "the lease has run out", KilledServerTest::hasNoLease);
    gate.open();
    factory.start("monitor");

    assertNothingTwice(orders.awaitGoodCards(id));
  }

  /// Whoever began a task ended it.
  private static void assertNothingTwice(JsonNode order) {
    assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    for (var card : Orders.writes(order)) {
      assertEquals(1, card.path("epoch").asInt(), order::toPrettyString);
    }
  }

  private static boolean hasNoLease(JsonNode order) {
    var until = Instant.parse(Orders.create(order).path("lease_until").asText());
    return until.isBefore(Instant.now());
  }
}
