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
import java.util.Set;
import org.cardshop.core.health.FactoryLook.WarehouseLook;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Warehouse;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.scheduler.warehouse.WarehouseProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarehouseProbeTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final Api api = new Api();
  private final WarehouseStore warehouses = new WarehouseStore(api.database);
  private final WarehouseProbe probe = new WarehouseProbe(warehouses, api.clock, NEVER);

  @AfterEach
  void stop() {
    probe.close();
    api.close();
  }

  private void assertAway(Optional<Instant> since) {
    probe.round();
    assertEquals(List.of(new WarehouseLook("Main", since)), probe.found());
  }

  private void register(String door) {
    var uri = URI.create(door);
    warehouses.insert(new Warehouse(Ids.next(), "main", "Main", uri, uri));
  }

  @Test
  void aWarehouseIsAwaySinceTheFirstAttemptInVainUntilSomebodyAnswers() throws IOException {
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
  void anAddressThatIsNoneHidesNoOther() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var wrong = URI.create("ftp://localhost:99999");
      warehouses.insert(new Warehouse(Ids.next(), "wrong", "Wrong", wrong, wrong));
      register("ftp://localhost:" + server.getLocalPort());
      probe.round();
      assertEquals(
          Set.of(
              new WarehouseLook("Main", Optional.empty()),
              new WarehouseLook("Wrong", Optional.of(api.clock.instant()))),
          Set.copyOf(probe.found()));
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
    probe.round();
    warehouses.find("main").ifPresent(w -> warehouses.delete(w.id()));
    probe.round();
    assertEquals(List.of(), probe.found());
  }
}
