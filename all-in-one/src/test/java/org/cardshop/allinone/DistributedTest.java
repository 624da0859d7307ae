package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.scheduler.SchedulerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The distributed product, undisturbed. The cards' host may have fetched the image ahead, while it
/// was uploaded: then there is no time of downloading.
@ExtendWith(FactoryExtension.class)
final class DistributedTest {
  private static final List<String> LIFE =
      List.of(
          "created",
          "pending_creator",
          "creating",
          "pending_writer",
          "writing",
          "pending_shipment");
  private static final String MAYBE = "downloading";

  @Test
  void anOrderBecomesVerifiedCardsAndItsImageGoesWhenTheyShip(Factory factory) throws Exception {
    var orders = factory.orders();
    var id = orders.place("undisturbed", 3);

    var order = orders.awaitGoodCards(id);
    assertEquals(LIFE, withoutMaybe(Orders.history(order)));
    assertTrue(factory.images().contains(id));

    assertEquals("shipped", orders.ship(id).path("status").asText());
    Orders.patiently("the image is gone").until(() -> !factory.images().contains(id));
  }

  @Test
  void twoMonitorsAndTwoBeatsDoEverythingOnce(Factory factory) throws Exception {
    factory.start("monitor-2");
    factory.start("beat-2");
    var orders = factory.orders();
    var id = orders.place("two-of-each", 3);

    var order = orders.awaitGoodCards(id);
    assertEquals(LIFE, withoutMaybe(Orders.history(order)));
    assertEquals(1, Orders.create(order).path("epoch").asInt());
    for (var card : Orders.writes(order)) {
      var history = Orders.history(card);
      assertEquals(1, card.path("epoch").asInt());
      assertEquals(new HashSet<>(history).size(), history.size(), history::toString);
    }
    factory.stop("monitor-2");
    factory.stop("beat-2");
  }

  private static List<String> withoutMaybe(List<String> history) {
    int at = history.indexOf(MAYBE);
    if (at >= 0) {
      assertEquals("pending_writer", history.get(at - 1));
      assertEquals("writing", history.get(at + 1));
    }
    return history.stream().filter(status -> !status.equals(MAYBE)).toList();
  }

  @Test
  void theManagerIsUp(Factory factory) throws Exception {
    try (var browser = HttpClient.newHttpClient()) {
      var page =
          browser.send(
              HttpRequest.newBuilder(factory.manager().resolve("/health")).build(),
              BodyHandlers.ofString());
      assertEquals(200, page.statusCode());
    }
  }

  /// Of a document in the database that somebody damaged by hand.
  @Test
  void anUnforeseenErrorIsToldInAFixedSentenceAndLoggedWithItsStack(Factory factory)
      throws Exception {
    try (var client = MongoClients.create(factory.database());
        var admin =
            new SchedulerClient(factory.scheduler(), "admin", factory.secrets().of("admin"))) {
      var channels = client.getDatabase("cardshop").getCollection("channels");
      channels.insertOne(new Document("slug", "damaged").append("name", 5));
      try {
        var answer = assertThrows(SchedulerException.class, () -> admin.get("/channels/damaged"));
        assertEquals(500, answer.status());
        assertEquals(
            "Something went wrong here; the scheduler's log says what.", answer.sentence());
      } finally {
        channels.deleteOne(Filters.eq("slug", "damaged"));
      }
    }
    var said = factory.said("scheduler");
    assertTrue(said.contains(" ERROR Server: GET /channels/damaged failed\n"), said);
    assertTrue(said.contains("java.lang.ClassCastException: "), said);
    assertTrue(said.contains("\tat org.cardshop.platform.storage.ChannelStore.read("), said);
  }
}
