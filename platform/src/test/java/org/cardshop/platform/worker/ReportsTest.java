package org.cardshop.platform.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.testing.Ports;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir Path folder;

  @Test
  void factsSaidWhileTheBrokerIsAwayArriveInOrderWhenItIsBack() throws Exception {
    int port = Ports.free();
    var heard = new CopyOnWriteArrayList<String>();
    var server = startBroker(port);
    var address = new BrokerAddress(server.uri(), "worker", "secret");
    try (var broker = Broker.connect(address)) {
      broker.keepDeclared(Topology::declareServer);
      var spool = Spool.open(folder.resolve("spool"), InstantSource.system());
      try (var reports = new Reports("worker", spool, broker, InstantSource.system())) {
        reports.say(new Fact.WorkerOffline("0"));
        await().until(() -> spool.next(1).isEmpty());
        server.close();
        for (int i = 1; i < 6; i++) {
          reports.say(new Fact.WorkerOffline(String.valueOf(i)));
        }
        assertEquals(5, spool.next(10).size());
        server = startBroker(port);
        try (var _ = broker.consume(Queues.FACTS, 1, delivery -> hear(delivery, heard))) {
          await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() >= 6);
        }
        await().until(() -> spool.next(1).isEmpty());
      }
    } finally {
      server.close();
    }
    assertEquals(
        IntStream.range(0, 6).mapToObj(String::valueOf).toList(),
        List.copyOf(heard).stream().distinct().toList());
  }

  /// What the power failure left empty, cut or filled with zeros lies among what is whole.
  @Test
  void aDamagedFactIsSetAsideAndTheOthersAreSent() throws Exception {
    var data = folder.resolve("spool");
    var before = Spool.open(data, InstantSource.fixed(Instant.EPOCH));
    for (var text : List.of("", "{\"type\":\"worker-off", "\0\0\0\0", "[]", "{}")) {
      before.keep(_ -> text.getBytes(StandardCharsets.UTF_8));
    }
    var heard = new CopyOnWriteArrayList<String>();
    try (var server = startBroker(Ports.free());
        var broker = Broker.connect(new BrokerAddress(server.uri(), "worker", "secret"))) {
      broker.keepDeclared(Topology::declareServer);
      var spool = Spool.open(data, InstantSource.system());
      try (var reports = new Reports("worker", spool, broker, InstantSource.system());
          var _ = broker.consume(Queues.FACTS, 1, delivery -> hear(delivery, heard))) {
        reports.say(new Fact.WorkerOffline("whole"));

        await().atMost(Duration.ofSeconds(60)).until(() -> spool.next(1).isEmpty());
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.equals(List.of("whole")));
      }
    }
    try (var files = Files.list(data)) {
      var aside = files.filter(f -> f.toString().endsWith(".unreadable")).findFirst();
      assertEquals(5, Files.readString(aside.orElseThrow()).lines().count());
    }
  }

  @Test
  void whatIsSaidOnAFullDiskIsKeptAndSentWhenThereIsRoom() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    var heard = new CopyOnWriteArrayList<String>();
    try (var server = startBroker(Ports.free());
        var disk = SmallDisk.mount(folder.resolve("disk"), 256 << 10);
        var broker = Broker.connect(new BrokerAddress(server.uri(), "worker", "secret"))) {
      broker.keepDeclared(Topology::declareServer);
      try (var spool = Spool.open(disk.path().resolve("spool"), InstantSource.system());
          var reports = new Reports("worker", spool, broker, InstantSource.system());
          var _ = broker.consume(Queues.FACTS, 1, delivery -> hear(delivery, heard))) {
        disk.fill();
        var saying =
            new FutureTask<>(() -> {
              reports.say(new Fact.WorkerOffline("first"));
              reports.say(new Fact.WorkerOffline("second"));
              return true;
            });
        var thread = Thread.ofPlatform().start(saying);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        assertEquals(List.of(), spool.next(1));

        disk.makeRoom();

        assertTrue(saying.get());
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> heard.equals(List.of("first", "second")));
      }
    }
  }

  @Test
  void whatIsSaidWhileEarlierFactsGoOutIsSentBeforeTheEnd() throws Exception {
    var server = startBroker(Ports.free());
    var address = new BrokerAddress(server.uri(), "worker", "secret");
    try (server;
        var broker = Broker.connect(address)) {
      broker.topology().declareServer();
      for (int round = 0; round < 20; round++) {
        var spool = Spool.open(folder.resolve("spool"), InstantSource.system());
        try (var reports = new Reports("worker", spool, broker, InstantSource.system())) {
          for (int i = 0; i < 3; i++) {
            reports.say(new Fact.WorkerOffline("last words"));
          }
        }
        assertEquals(List.of(), spool.next(1));
      }
    }
  }

  private static Verdict hear(Delivery delivery, List<String> heard) {
    heard.add(((Fact.WorkerOffline) FactJson.read(delivery.body()).body()).reason());
    return Verdict.ack();
  }

  private EmbeddedBroker startBroker(int port) throws IOException {
    return EmbeddedBroker.start(folder.resolve("broker"), port, (_, _) -> Optional.of(Rights.ALL));
  }
}
