package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Workers that people keep tasks away from, and let work again without starting them anew.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainTest {
  private final Recipes contents;
  private final Embedded factory;

  DrainTest(@TempDir Path temp) throws Exception {
    contents = Recipes.in(temp.resolve("contents"));
    var card = Card.used(temp.resolve("card.img"), 600_000_000);
    factory =
        Embedded.open(
            temp.resolve("data"),
            Map.of("CARDSHOP_SLOTS", "A-01=file:" + card.path(), "CARDSHOP_CONFIRM", "person"));
  }

  @AfterAll
  void close() {
    factory.close();
  }

  @Test
  void aDrainedWriterHandsBackTheCardThatItWaitsForAndGoesOnOnceUncordoned() throws Exception {
    var order = factory.order(contents.small("drained"), 1);
    factory.awaitCard(order, "waiting_for_card");

    factory.admin().post("/workers/writer-1/drain", Json.object());

    var task = factory.awaitCard(order, "pending");
    assertEquals(1, task.path("attempt").asInt(), "it costs nothing of the budget");
    Embedded.assertStops("A-01");
    awaitCause(order, "draining");
    assertTrue(factory.admin().get("/workers/writer-1").path("draining").asBoolean());

    uncordon("writer-1");

    factory.awaitCard(order, "waiting_for_card");
    factory.confirm(order);
    factory.awaitOrder(order, "pending_shipment");
  }

  @Test
  void aDrainedCreatorFinishesItsImage() throws Exception {
    try (var site = new StalledSite()) {
      var building = factory.order(contents.of(site.url(), "128MiB"), 1);
      factory.awaitImage(building, "building");
      factory.admin().post("/workers/creator-1/drain", Json.object());
      var waiting = factory.order(contents.small("waits for the creator"), 1);
      awaitCause(waiting, "draining");
      assertTrue(Embedded.isAtWork("build"), "what is under way goes on");
      assertEquals("building", factory.image(building).path("status").asText());
      factory.cancel(building);
      Embedded.assertStops("build");
      assertEquals("pending_creator", factory.get(waiting).path("status").asText());

      uncordon("creator-1");

      factory.awaitImage(waiting, "uploaded");
      factory.cancel(waiting);
    }
  }

  private void uncordon(String name) throws Exception {
    factory.admin().patch("/workers/" + name, Json.object().put("cordoned", false));
  }

  private void awaitCause(String order, String cause) {
    await(cause)
        .atMost(Embedded.PATIENCE)
        .until(
            () -> factory.admin().get("/orders/" + order + "/waiting"),
            waiting -> waiting.path("cause").asText().equals(cause));
  }
}
