package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Workers that are killed in the middle of their work and started again.
@ExtendWith(FactoryExtension.class)
final class KilledWorkerTest {
  @Test
  void aCreatorKilledWhileItBuildsBuildsAgain(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("killed-in-mid-build", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);
    orders.await(id, "building", o -> Orders.create(o).path("status").asText().equals("building"));

    factory.kill("creator");
    gate.open();
    factory.start("creator");

    assertBuiltAgain(factory, orders.awaitGoodCards(id));
  }

  @Test
  void aCreatorKilledWhileItUploadsLeavesOneImage(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.uploadGate();
    long before = factory.chunksInWarehouse();
    gate.closeWhen(() -> factory.chunksInWarehouse() >= before + 5);
    var id = orders.place("killed-in-mid-upload", 2);
    Orders.patiently("the upload is held up").until(gate::isHolding);
    orders.await(
        id, "uploading", o -> Orders.create(o).path("status").asText().equals("uploading"));
    assertFalse(factory.images().contains(id));

    factory.kill("creator");
    gate.open();
    factory.start("creator");

    var create = Orders.create(orders.awaitGoodCards(id));
    assertEquals(2, create.path("epoch").asInt(), create::toPrettyString);
    assertEquals(1, Collections.frequency(Orders.history(create), "building"));
    assertEquals(2, Collections.frequency(Orders.history(create), "uploading"));
    assertEquals(1, Collections.frequency(Orders.history(create), "uploaded"));
    assertEquals(1, Collections.frequency(factory.images(), id));
  }

  @Test
  void aCreatorThatNeverComesBackIsReplacedByAnother(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("never-back", 2);
    Orders.patiently("the build is held up").until(gate::isHolding);

    factory.kill("creator");
    gate.open();
    factory.start("creator-2");

    assertBuiltAgain(factory, orders.awaitGoodCards(id));
  }

  private static void assertBuiltAgain(Factory factory, JsonNode order) throws Exception {
    var id = order.path("_id").asText();
    var create = Orders.create(order);
    assertEquals(2, create.path("epoch").asInt(), create::toPrettyString);
    assertEquals(2, Collections.frequency(Orders.history(create), "building"));
    assertEquals(1, Collections.frequency(Orders.history(create), "uploaded"));
    assertEquals(1, Collections.frequency(factory.images(), id));
  }

  @Test
  void aWriterKilledWhileItDownloadsGoesOnWithWhatItHas(Factory factory) throws Exception {
    var orders = factory.orders();
    // Hears nothing of the image before its cards are due.
    factory.stop("writer");
    var id = orders.place("killed-in-mid-download", 3);
    orders.await(id, "uploaded", o -> Orders.create(o).path("status").asText().equals("uploaded"));
    var gate = factory.downloadGate();
    long before = factory.chunksAtWriter();
    gate.closeWhen(() -> factory.chunksAtWriter() >= before + 3);
    factory.start("writer");
    Orders.patiently("the download is held up").until(gate::isHolding);
    orders.await(
        id,
        "all slots are at it",
        o -> Orders.writes(o).stream().filter(this::isHeld).count() == 3);

    factory.kill("writer");
    // A long download does not hold up the bench: by now a card may have been begun.
    factory.bench().insertFreshCards();
    gate.open();
    factory.start("writer");

    var order = orders.awaitGoodCards(id);
    Orders.writes(order).forEach(card -> assertEquals(2, card.path("epoch").asInt()));
  }

  private boolean isHeld(JsonNode task) {
    return task.path("epoch").asInt() == 1;
  }

  @Test
  void aCardWhoseWriterWasKilledIsDirtyUntilAPersonAgreesOrReplacesIt(Factory factory)
      throws Exception {
    var orders = factory.orders();
    var bench = factory.bench();
    var id = orders.place("killed-in-mid-write", 3);
    Orders.patiently("a card is begun")
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !bench.dirty().isEmpty());

    factory.kill("writer");
    var dirty = bench.dirty();
    assertNotEquals(List.of(), dirty, "the writer was faster than the test");
    factory.start("writer");

    var order =
        orders.await(
            id,
            "every dirty card is asked about",
            o -> dirty.stream().allMatch(slot -> Orders.asks(o, slot).equals("confirm")));
    assertEquals("writing", order.path("status").asText());
    assertTrue(bench.dirty().containsAll(dirty), "only a person lets a dirty card be written");

    for (var slot : dirty.subList(1, dirty.size())) {
      bench.replace(slot);
    }
    orders.confirm(Orders.inSlot(order, dirty.getFirst()));
    orders.awaitGoodCards(id);
    assertEquals(List.of(), bench.dirty());
  }
}
