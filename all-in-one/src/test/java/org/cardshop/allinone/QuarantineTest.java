package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A task that takes its workers with it.
@Tag("faults")
@ExtendWith(FactoryExtension.class)
final class QuarantineTest {
  @Test
  void aTaskThatKilledTwoWorkersWaitsForAPerson(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("quarantine", 1);
    for (int epoch = 1; epoch <= 2; epoch++) {
      int now = epoch;
      orders.await(
          id,
          "building for the " + epoch + ". time",
          o ->
              Orders.create(o).path("epoch").asInt() == now
                  && Orders.create(o).path("status").asText().equals("building"));
      factory.kill("creator");
      factory.start("creator");
    }
    orders.await(
        id, "nobody gets it any more", o -> o.path("status").asText().equals("creation_failed"));
    var why = orders.waiting(id).path("sentence").asText();
    assertTrue(why.contains("quarantine"), why);

    gate.open();
    orders.retry(id, "create");
    orders.awaitGoodCards(id);
    assertEquals(List.of(), factory.breaches());
  }
}
