package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Workers that are asked to end (SIGTERM) in the middle of their work: they hand it back at once,
/// and it goes on where it was.
@ExtendWith(FactoryExtension.class)
@Tag("faults")
@Tag("long-faults")
final class StoppedWorkerTest {
  private static final String STOPPED = "the worker was asked to stop";

  @Test
  void aCreatorStoppedWhileItBuildsHandsTheTaskBack(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("stopped-in-mid-build", 1);
    Orders.patiently("the build is held up").until(gate::isHolding);
    orders.await(id, "building", o -> Orders.create(o).path("status").asText().equals("building"));

    factory.stop("creator");
    assertHandedBack(orders, id, List.of(Orders.create(orders.get(id))));
    gate.open();
    factory.start("creator");

    var create = Orders.create(orders.awaitGoodCards(id));
    assertEquals(2, create.path("epoch").asInt(), create::toPrettyString);
    assertEquals(1, Collections.frequency(Orders.history(create), "uploaded"));
  }

  @Test
  void aCreatorStoppedWhileItUploadsDoesNotBuildAgain(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.uploadGate();
    long before = factory.chunksInWarehouse();
    gate.closeWhen(() -> factory.chunksInWarehouse() >= before + 5);
    var id = orders.place("stopped-in-mid-upload", 1);
    Orders.patiently("the upload is held up").until(gate::isHolding);
    orders.await(
        id, "uploading", o -> Orders.create(o).path("status").asText().equals("uploading"));

    factory.stop("creator");
    assertHandedBack(orders, id, List.of(Orders.create(orders.get(id))));
    gate.open();
    factory.start("creator");

    var create = Orders.create(orders.awaitGoodCards(id));
    assertEquals(2, create.path("epoch").asInt(), create::toPrettyString);
    assertEquals(1, Collections.frequency(Orders.history(create), "building"));
    assertEquals(2, Collections.frequency(Orders.history(create), "uploading"));
    assertEquals(1, Collections.frequency(factory.images(), id));
  }

  @Test
  void aWriterStoppedWhileItDownloadsFetchesNothingTwice(Factory factory) throws Exception {
    var orders = factory.orders();
    factory.stop("writer"); // hears nothing of the image before its cards are due
    var id = orders.place("stopped-in-mid-download", 3);
    orders.await(id, "uploaded", o -> Orders.create(o).path("status").asText().equals("uploaded"));
    var gate = factory.downloadGate();
    long before = factory.chunksAtWriter();
    gate.closeWhen(() -> factory.chunksAtWriter() >= before + 3);
    factory.start("writer");
    Orders.patiently("the download is held up").until(gate::isHolding);
    orders.await(id, "all slots are at it", o -> areAll(o, "downloading", 3));
    long fetched = factory.chunksAtWriter();

    factory.stop("writer");
    assertHandedBack(orders, id, Orders.writes(orders.get(id)));
    assertTrue(factory.chunksAtWriter() >= fetched, "what was fetched stays");
    factory.bench().insertFreshCards();
    gate.open();
    factory.start("writer");

    var order = orders.awaitGoodCards(id);
    Orders.writes(order).forEach(card -> assertEquals(2, card.path("epoch").asInt()));
  }

  @Test
  void aWriterStoppedWhileItWaitsForCardsLeavesThemUntouched(Factory factory) throws Exception {
    var orders = factory.orders();
    var first = orders.place("cards-that-are-done", 3);
    orders.awaitGoodCards(first);
    var cards = factory.bench().dirty();
    // Finished cards are not written again: the next order's tasks wait for other ones.
    var id = orders.place("stopped-while-it-waits", 3);
    orders.await(id, "all slots wait", o -> areAll(o, "waiting_for_card", 3));

    factory.stop("writer");
    assertHandedBack(orders, id, Orders.writes(orders.get(id)));
    assertEquals(cards, factory.bench().dirty());
    factory.bench().insertFreshCards();
    factory.start("writer");

    var order = orders.awaitGoodCards(id);
    Orders.writes(order).forEach(card -> assertEquals(2, card.path("epoch").asInt()));
  }

  @Test
  void aCardWhoseWriterWasStoppedIsDirtyUntilAPersonAgrees(Factory factory) throws Exception {
    var orders = factory.orders();
    var bench = factory.bench();
    var id = orders.place("stopped-in-mid-write", 3);
    Orders.patiently("a card is begun")
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !bench.dirty().isEmpty());

    factory.stop("writer");
    var dirty = bench.dirty();
    assertNotEquals(List.of(), dirty, "the writer was faster than the test");
    assertHandedBack(
        orders,
        id,
        Orders.writes(orders.get(id)).stream()
            .filter(task -> !task.path("status").asText().equals("written"))
            .toList());
    factory.start("writer");

    var order =
        orders.await(
            id,
            "every dirty card is asked about",
            o -> dirty.stream().allMatch(slot -> Orders.asks(o, slot).equals("confirm")));
    assertTrue(bench.dirty().containsAll(dirty), "only a person lets a dirty card be written");
    for (var slot : dirty) {
      orders.confirm(Orders.inSlot(order, slot));
    }
    orders.awaitGoodCards(id);
    assertEquals(List.of(), bench.dirty());
  }

  /// The worker said that it stopped, and nobody waits for a lease of it.
  ///
  /// @param held as they were right after its process had ended
  private static void assertHandedBack(Orders orders, String id, List<JsonNode> held) {
    assertNotEquals(List.of(), held);
    var ids = held.stream().map(task -> task.path("_id").asText()).toList();
    orders.await(
        id,
        "all is handed back",
        o ->
            tasks(o).stream()
                .filter(task -> ids.contains(task.path("_id").asText()))
                .allMatch(task -> isHandedBack(task)));
  }

  private static boolean isHandedBack(JsonNode task) {
    var last = task.path("statuses").path(task.path("statuses").size() - 1);
    return task.path("status").asText().equals("written")
        || (task.path("status").asText().equals("pending")
            && last.path("payload").path("reason").asText().equals(STOPPED));
  }

  private static List<JsonNode> tasks(JsonNode order) {
    var tasks = new ArrayList<>(Orders.writes(order));
    tasks.add(Orders.create(order));
    return tasks;
  }

  private static boolean areAll(JsonNode order, String status, int count) {
    return Orders.writes(order).stream()
            .filter(task -> task.path("status").asText().equals(status))
            .count()
        == count;
  }
}
