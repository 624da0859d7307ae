package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.health.FactoryLook.WarehouseLook;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Warehouse;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.scheduler.warehouse.Knocker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnockerTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final Api api = new Api();
  private final WarehouseStore warehouses = new WarehouseStore(api.database);
  private final Knocker knocker = new Knocker(warehouses, api.clock, NEVER);

  @AfterEach
  void stop() {
    knocker.close();
    api.close();
  }

  private void assertAway(Optional<Instant> since) {
    knocker.round();
    assertEquals(List.of(new WarehouseLook("Main", since)), knocker.found());
  }

  private void register(String door) {
    var uri = URI.create(door);
    warehouses.insert(new Warehouse(Ids.next(), "main", "Main", uri, uri));
  }

  @Test
  void aWarehouseIsAwaySinceTheFirstKnockInVainUntilSomebodyAnswers() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      register("ftps://localhost:" + port);
      assertAway(Optional.empty());
    }
    var left = api.clock.instant();
    assertAway(Optional.of(left));
    api.clock.pass(Duration.ofMinutes(1));
    assertAway(Optional.of(left));
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertAway(Optional.empty());
    }
  }

  @Test
  void aHostThatNoNameLeadsToIsAway() {
    register("ftp://nobody.invalid");
    assertAway(Optional.of(api.clock.instant()));
  }

  @Test
  void whatIsNoLongerRegisteredIsForgotten() {
    register("ftp://nobody.invalid");
    knocker.round();
    warehouses.find("main").ifPresent(w -> warehouses.delete(w.id()));
    knocker.round();
    assertEquals(List.of(), knocker.found());
  }
}
