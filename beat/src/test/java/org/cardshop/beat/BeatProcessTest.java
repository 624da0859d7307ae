package org.cardshop.beat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.order.OrderState;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.RunStore;
import org.cardshop.platform.storage.ScheduleStore;
import org.cardshop.platform.warehouse.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeatProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void twoBeatsEndAnOfferThroughTheBroker() throws Exception {
    var made = Instant.now();
    var now = new AtomicReference<>(made);
    try (var closer = new Closer()) {
      var store = closer.add(EmbeddedStore.open(directory.resolve("store"), 0));
      var broker =
          closer.add(
              EmbeddedBroker.start(
                  directory.resolve("broker"), 0, (_, _) -> Optional.of(Rights.ALL)));
      var address = new BrokerAddress(broker.uri(), "beat", "secret");
      var config = new BeatConfig(store.uri().toString(), address, new Trust.Platform());
      closer.add(new BeatProcess(config, now::get));
      closer.add(new BeatProcess(config, now::get));

      var database = closer.add(Database.open(store.uri().toString()));
      var orders = new OrderStore(database);
      var id = orders.insert(JobsTest.offered(made), List.of(), made);
      now.set(made.plus(Duration.ofMinutes(6)));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertInstanceOf(
                  OrderState.Expired.class, orders.find(id).orElseThrow().value().state()));
      var due =
          new ScheduleStore(database).find("expire-images").orElseThrow().lastDue().orElseThrow();
      var run = new Run("expire-images", due, "expire-images");
      await().atMost(PATIENCE).until(() -> !new RunStore(database).isOpen(run));
    }
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce() {
    var refusal =
        assertThrows(
            WrongUsageException.class,
            () -> BeatConfig.from(new Settings(Map.of("CARDSHOP_USERNAME", "beat"))));
    for (var name : List.of("CARDSHOP_MONGODB_URI", "CARDSHOP_PASSWORD", "CARDSHOP_AMQP_URI")) {
      assertTrue(String.valueOf(refusal.getMessage()).contains(name), name);
    }
  }

  @Test
  void theEnvironmentIsRead() {
    var config =
        BeatConfig.from(
            new Settings(
                Map.of(
                    "CARDSHOP_MONGODB_URI", "mongodb://db/shop",
                    "CARDSHOP_AMQP_URI", "amqps://broker",
                    "CARDSHOP_USERNAME", "beat",
                    "CARDSHOP_PASSWORD", "secret",
                    "CARDSHOP_TRUST", "/etc/cardshop/ca.pem")));
    assertEquals("mongodb://db/shop", config.mongodb());
    assertEquals("beat at broker:5671/cardshop", config.broker().toString());
    assertEquals(new Trust.Pem(Path.of("/etc/cardshop/ca.pem")), config.trust());
  }
}
