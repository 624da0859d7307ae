package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import org.bson.Document;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.scheduler.SchedulerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A document of the database that somebody damaged by hand, of which nothing in the scheduler
/// knows.
@ExtendWith(FactoryExtension.class)
final class UnforeseenErrorTest {
  @Test
  void itIsToldInAFixedSentenceAndLoggedWithItsStack(Factory factory) throws Exception {
    try (var client = MongoClients.create(factory.database());
        var admin =
            new SchedulerClient(factory.scheduler(), "admin", factory.secrets().of("admin"))) {
      var channels = client.getDatabase("cardshop").getCollection("channels");
      channels.insertOne(new Document("slug", "damaged").append("name", 5));
      try {
        var answer = assertThrows(SchedulerException.class, () -> admin.get("/channels/damaged"));
        assertEquals(500, answer.status());
        assertEquals(
            "Something went wrong here; the scheduler's log says what.", answer.getMessage());
      } finally {
        channels.deleteOne(Filters.eq("slug", "damaged"));
      }
      var said = factory.said("scheduler");
      assertTrue(said.contains(" ERROR Server: GET /channels/damaged failed\n"), said);
      assertTrue(said.contains("java.lang.ClassCastException: "), said);
      assertTrue(said.contains("\tat org.cardshop.platform.storage.ChannelStore.read("), said);
      assertFalse(said.contains(factory.secrets().of("admin")), "no secret goes with it");
    }
  }
}
