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

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface PublishingContract extends MessagingFixture {
  @Test
  default void aConfirmedMessageIsInTheQueue() throws Exception {
    try (var broker = connect();
        var connection = rawConnection();
        var channel = connection.createChannel()) {
      var job = unique("job");
      var queue = declared(broker, job);
      broker.publish(Exchange.PERIODIC, job, bytes("now"));
      var message = channel.basicGet(queue, true);
      assertEquals("now", text(message.getBody()));
      assertEquals(2, message.getProps().getDeliveryMode(), "persistent");
    }
  }

  @Test
  default void aMessageForNoQueueIsReported() {
    try (var broker = connect()) {
      broker.topology().declareServer();
      var nowhere = unique("nowhere");
      var e =
          assertThrows(
              UnroutableException.class,
              () -> broker.publish(Exchange.PERIODIC, nowhere, bytes("x")));
      assertTrue(e.toString().contains(nowhere), e.toString());
    }
  }

  @Test
  default void manyThreadsPublishAtOnceAndEachLearnsItsOwnFate() {
    try (var broker = connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var fates =
          IntStream.range(0, 500)
              .mapToObj(i ->
                  threads.submit(() -> {
                    broker.publish(
                        Exchange.PERIODIC, i % 5 == 0 ? "no-" + job : job, bytes("" + i));
                    return i;
                  }))
              .toList();
      var kept = new HashSet<String>();
      for (var fate : fates) {
        try {
          kept.add("" + fate.get());
        } catch (Exception e) {
          assertInstanceOf(UnroutableException.class, e.getCause());
        }
      }
      var sink = new Sink();
      broker.consume(queue, 100, sink);
      await().untilAsserted(() -> assertEquals(kept, Set.copyOf(sink.texts())));
      assertEquals(
          IntStream.range(0, 500)
              .filter(i -> i % 5 != 0)
              .mapToObj(i -> "" + i)
              .collect(Collectors.toSet()),
          kept);
    }
  }

  @Test
  default void anExchangeThatIsMissingHurtsOnlyUntilItIsThere() throws Exception {
    try (var broker = connect();
        var connection = rawConnection();
        var channel = connection.createChannel()) {
      channel.exchangeDelete(Exchange.PERIODIC.wire());
      assertThrows(
          BrokerLostException.class, () -> broker.publish(Exchange.PERIODIC, "x", bytes("x")));
      var job = unique("job");
      declared(broker, job);
      broker.publish(Exchange.PERIODIC, job, bytes("x"));
    }
  }

  @Test
  default void progressArrivesWhenAllIsWell() {
    try (var broker = connect()) {
      broker.topology().declareServer();
      var worker = unique("w");
      var sink = new Sink();
      broker.consume(Queues.PROGRESS, 10, sink);
      broker.publishLossy(Exchange.PROGRESS, worker + ".task-step", bytes("50 %"));
      await()
          .until(() ->
              sink.deliveries().stream()
                  .anyMatch(d -> d.routingKey().equals(worker + ".task-step")));
    }
  }

  @Test
  default void declaringTwiceChangesNothing() {
    try (var broker = connect()) {
      var job = unique("job");
      declared(broker, job);
      broker.publish(Exchange.PERIODIC, job, bytes("before"));
      var queue = declared(broker, job);
      var sink = new Sink();
      broker.consume(queue, 1, sink);
      await().until(() -> sink.texts().contains("before"));
      assertEquals(1, sink.deliveries().size(), "bound once");
    }
  }

  @Test
  default void doorbellsRingInTheirChannelAndKindOnly() {
    try (var broker = connect()) {
      var here = unique("here");
      var there = unique("there");
      broker.topology().declareServer();
      broker.topology().declareChannel(here);
      broker.topology().declareChannel(there);
      var sinks = IntStream.range(0, 3).mapToObj(_ -> new Sink()).toList();
      broker.consume(Queues.work("create", here), 1, sinks.get(0));
      broker.consume(Queues.work("write", here), 1, sinks.get(1));
      broker.consume(Queues.work("create", there), 1, sinks.get(2));
      broker.publish(Exchange.WORK, Queues.workKey("create", here), bytes("a"));
      broker.publish(Exchange.WORK, Queues.workKey("write", here), bytes("b"));
      broker.publish(Exchange.WORK, Queues.workKey("create", there), bytes("c"));
      await()
          .untilAsserted(() ->
              assertEquals(
                  "[a][b][c]",
                  sinks.stream().map(s -> s.texts().toString()).collect(Collectors.joining())));
    }
  }

  @Test
  default void commandsReachOnlyTheirWorker() {
    try (var broker = connect()) {
      var one = unique("w-one");
      var other = unique("w-other");
      broker.topology().declareServer();
      broker.topology().declareWorker(one);
      broker.topology().declareWorker(other);
      var forOne = new Sink();
      var forOther = new Sink();
      broker.consume(Queues.commands(one), 1, forOne);
      broker.consume(Queues.commands(other), 1, forOther);
      broker.publish(Exchange.COMMANDS, one + ".cancel", bytes("1"));
      broker.publish(Exchange.COMMANDS, other + ".drain", bytes("2"));
      await().untilAsserted(() -> assertEquals("[1][2]", "" + forOne.texts() + forOther.texts()));
    }
  }
}
