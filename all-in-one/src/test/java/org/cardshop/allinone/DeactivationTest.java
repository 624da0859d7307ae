package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.BrokerRefusedException;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeactivationTest {
  private static final String PASSWORD = "of the idle writer";

  @Test
  void aWorkerThatIsDeactivatedIsCutOffFromTheEmbeddedBrokerWithinAMinute(@TempDir Path temp)
      throws Exception {
    var card = Card.used(temp.resolve("card.img"), 600_000_000);
    try (var factory =
        Embedded.open(temp.resolve("data"), Map.of("CARDSHOP_SLOTS", "A-01=file:" + card.path()))) {
      factory
          .admin()
          .post(
              "/users/",
              Json.object()
                  .put("username", "writer-2")
                  .put("password", PASSWORD)
                  .put("role", "writer")
                  .put("channel", EmbeddedFactory.CHANNEL));
      var address = new BrokerAddress(factory.broker(), "writer-2", PASSWORD);
      // It does nothing that it would have to be asked about.
      try (var idle = Broker.connect(address)) {
        assertEquals(Optional.empty(), idle.trouble());
        factory.admin().patch("/users/writer-2", Json.object().put("active", false));
        await().atMost(Embedded.PATIENCE).until(() -> idle.trouble().isPresent());
      }
      assertThrows(BrokerRefusedException.class, () -> Broker.connect(address).close());
    }
  }
}
