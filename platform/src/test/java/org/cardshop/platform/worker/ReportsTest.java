package org.cardshop.platform.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.testing.Ports;
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
        await().until(() -> spool.waiting().isEmpty());
        server.close();
        for (int i = 1; i < 6; i++) {
          reports.say(new Fact.WorkerOffline(String.valueOf(i)));
        }
        assertEquals(5, spool.waiting().size());
        server = startBroker(port);
        try (var _ =
            broker.consume(
                Queues.FACTS,
                1,
                delivery -> {
                  var fact = FactJson.read(delivery.body());
                  heard.add(((Fact.WorkerOffline) fact.body()).reason());
                  return Verdict.ack();
                })) {
          await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() >= 6);
        }
        await().until(() -> spool.waiting().isEmpty());
      }
    } finally {
      server.close();
    }
    assertEquals(
        IntStream.range(0, 6).mapToObj(String::valueOf).toList(),
        List.copyOf(heard).stream().distinct().toList());
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
        assertEquals(List.of(), spool.waiting());
      }
    }
  }

  private EmbeddedBroker startBroker(int port) throws IOException {
    return EmbeddedBroker.start(folder.resolve("broker"), port, (_, _) -> true);
  }
}
