package org.cardshop.platform.messaging;

import static org.awaitility.Awaitility.await;
import static org.cardshop.platform.messaging.MessagingFixture.bytes;
import static org.cardshop.platform.messaging.MessagingFixture.declared;
import static org.cardshop.platform.messaging.MessagingFixture.text;
import static org.cardshop.platform.messaging.MessagingFixture.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface OutageContract extends MessagingFixture {
  Duration RECOVERY = Duration.ofSeconds(60);

  @Test
  default void aWrongPasswordIsRefusedAtOnce() {
    var address = new BrokerAddress(server().uri(), "monitor", "wrong");
    var e = assertThrows(BrokerRefusedException.class, () -> Broker.connect(address).close());
    assertTrue(e.toString().contains("password is wrong for monitor at 127.0.0.1"), e.toString());
  }

  @Test
  default void aBrokerThatIsAwayAtTheStartIsWaitedFor() {
    server().stop();
    try (var broker = connect()) {
      assertTrue(broker.trouble().isPresent());
      var job = unique("job");
      broker.keepDeclared(topology -> {
        topology.declareServer();
        topology.declarePeriodic(job);
      });
      assertThrows(
          BrokerLostException.class, () -> broker.publish(Exchange.PERIODIC, job, bytes("early")));
      var sink = new Sink();
      broker.consume(Queues.periodic(job), 1, sink);
      server().start();
      await().atMost(RECOVERY).until(() -> broker.trouble().isEmpty());
      broker.publish(Exchange.PERIODIC, job, bytes("now"));
      await().until(() -> sink.texts().equals(List.of("now")));
    }
  }

  @Test
  default void consumersAndRequestsGoOnAfterARestart() {
    try (var broker = connect()) {
      var job = unique("job");
      var sink = new Sink();
      var paused = new Sink();
      var waiting = unique("waiting");
      broker.consume(declared(broker, job), 1, sink);
      broker.consume(declared(broker, waiting), 1, paused).pause();
      broker.answer(1, new OneByOne((_, _, body) -> body));
      var requester = broker.requester(unique("w"), "b1");
      assertEquals("1", text(requester.ask("renew", bytes("1"), RECOVERY)));
      broker.publish(Exchange.PERIODIC, waiting, bytes("confirmed before"));
      server().stop();
      await().until(() -> broker.trouble().isPresent());
      server().start();
      await().atMost(RECOVERY).until(() -> broker.trouble().isEmpty());
      broker.publish(Exchange.PERIODIC, job, bytes("after"));
      await().atMost(RECOVERY).until(() -> sink.texts().equals(List.of("after")));
      assertEquals("2", text(requester.ask("renew", bytes("2"), RECOVERY)));
      assertEquals(List.of(), paused.texts(), "a pause outlasts an outage");
      var rest = new Sink();
      broker.consume(Queues.periodic(waiting), 1, rest);
      await().until(() -> rest.texts().equals(List.of("confirmed before")));
    }
  }

  @Test
  default void whatWasConfirmedWhileTheBrokerWentDownIsThereAfter() throws Exception {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var confirmed = publishedThrough(broker, job, 200, server()::stop);
      server().start();
      var sink = new Sink();
      broker.consume(queue, 100, sink);
      await()
          .atMost(RECOVERY)
          .untilAsserted(() -> assertEquals(Set.of(), lacking(confirmed, sink)));
    }
  }

  /// Eight threads publish without pause until each has met the end of the broker, which comes when
  /// `enough` messages are confirmed.
  static Set<String> publishedThrough(Broker broker, String job, int enough, Runnable end)
      throws Exception {
    Set<String> confirmed = ConcurrentHashMap.newKeySet();
    var number = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var publishers =
          IntStream.range(0, 8)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    while (true) {
                      var id = "" + number.incrementAndGet();
                      broker.publish(Exchange.PERIODIC, job, bytes(id));
                      confirmed.add(id);
                    }
                  }))
              .toList();
      await().atMost(RECOVERY).until(() -> confirmed.size() >= enough);
      end.run();
      for (var publisher : publishers) {
        var e = assertThrows(ExecutionException.class, publisher::get);
        assertInstanceOf(BrokerLostException.class, e.getCause());
      }
    }
    return confirmed;
  }

  static Set<String> lacking(Set<String> confirmed, Sink sink) {
    var lacking = new HashSet<>(confirmed);
    lacking.removeAll(Set.copyOf(sink.texts()));
    return lacking;
  }
}
