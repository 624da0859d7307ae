package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The stages of an order's way at the same time: build, upload, download, writing.
@ExtendWith(FactoryExtension.class)
final class PipeliningTest {
  /// Held up after the first chunks, so that most of the image is still to come.
  private static final int FIRST = 5;

  @Test
  void aWriterHostHasWhatIsUploadedBeforeTheImageIsPublished(Factory factory) throws Exception {
    var orders = factory.orders();
    var upload = factory.uploadGate();
    var fetchedBefore = factory.fetches();
    long stored = factory.chunksInWarehouse();
    long cached = factory.chunksAtWriter();
    upload.closeWhen(() -> factory.chunksInWarehouse() >= stored + FIRST);
    var id = orders.place(List.of("first", "second", "third", "fourth"), "640MiB", 2);
    orders.await(
        id, "it is built", o -> Orders.create(o).path("status").asText().equals("uploading"));
    Orders.patiently("the upload is held up").until(upload::isHolding);

    upload.closeWhen(() -> factory.isAnnounced(id));
    Orders.patiently("the announcement").until(() -> factory.isAnnounced(id));
    Orders.patiently("the upload is held up again").until(upload::isHolding);
    Orders.patiently("the first chunks at the writer")
        .until(() -> factory.chunksAtWriter() >= cached + FIRST);

    var order = orders.get(id);
    assertEquals("creating", order.path("status").asText());
    assertEquals(List.of(), Orders.writes(order));
    assertFalse(factory.images().contains(id));

    upload.open();
    orders.awaitGoodCards(id);
    assertFalse(factory.isAnnounced(id));
    assertFetchedOnce(fetchedBefore, factory.fetches());
  }

  @Test
  void cardsAreWrittenWhileTheirImageIsStillComing(Factory factory) throws Exception {
    var orders = factory.orders();
    var fetchedBefore = factory.fetches();
    factory.stop("writer"); // so that it has nothing of the image when the cards are due
    var id = orders.place("written-while-it-comes", 2);
    orders.await(id, "uploaded", o -> Orders.create(o).path("status").asText().equals("uploaded"));
    var download = factory.downloadGate();
    long cached = factory.chunksAtWriter();
    download.closeWhen(() -> factory.chunksAtWriter() >= cached + FIRST);
    factory.start("writer");

    var begun =
        orders.await(
            id,
            "cards are written",
            o ->
                Orders.writes(o).size() == 2
                    && Orders.writes(o).stream().allMatch(c -> status(c).equals("writing")));
    assertTrue(download.isHolding());
    assertEquals("writing", begun.path("status").asText());

    download.open();
    for (var card : Orders.writes(orders.awaitGoodCards(id))) {
      var history = Orders.history(card);
      assertTrue(history.contains("downloading"), history::toString);
      assertFalse(history.contains("downloaded"), history::toString);
    }
    assertFetchedOnce(fetchedBefore, factory.fetches());
  }

  private static String status(JsonNode task) {
    return task.path("status").asText();
  }

  private static void assertFetchedOnce(Map<String, Long> before, Map<String, Long> after) {
    var since = new HashMap<>(after);
    before.forEach((chunk, count) -> since.merge(chunk, -count, Long::sum));
    since.values().removeIf(count -> count == 0);
    assertFalse(since.isEmpty(), "the log tells what was fetched");
    since.forEach((chunk, count) -> assertEquals(1, count, chunk));
  }
}
