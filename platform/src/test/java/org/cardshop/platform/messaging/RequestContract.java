package org.cardshop.platform.messaging;

import static org.awaitility.Awaitility.await;
import static org.cardshop.platform.messaging.MessagingFixture.bytes;
import static org.cardshop.platform.messaging.MessagingFixture.text;
import static org.cardshop.platform.messaging.MessagingFixture.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

interface RequestContract extends MessagingFixture {
  Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  default void aRequestIsAnsweredToTheOneWhoAsked() {
    try (var broker = connect()) {
      broker.topology().declareServer();
      broker.answer(
          1, new OneByOne((worker, verb, body) -> bytes(worker + " " + verb + " " + text(body))));
      var one = unique("w-one");
      var other = unique("w-other");
      var asOne = broker.requester(one, "b1");
      var asOther = broker.requester(other, "b1");
      assertEquals(one + " claim 1", text(asOne.ask("claim", bytes("1"), PATIENCE)));
      assertEquals(other + " renew 2", text(asOther.ask("renew", bytes("2"), PATIENCE)));
    }
  }

  @Test
  default void manyRequestsOfOneWorkerGetEachTheirOwnAnswer() throws Exception {
    try (var broker = connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      broker.topology().declareServer();
      broker.answer(20, new OneByOne((_, _, body) -> bytes("re " + text(body))));
      var requester = broker.requester(unique("w"), "b1");
      var answers =
          IntStream.range(0, 100)
              .mapToObj(
                  i -> threads.submit(() -> text(requester.ask("renew", bytes("" + i), PATIENCE))))
              .toList();
      for (int i = 0; i < 100; i++) {
        assertEquals("re " + i, answers.get(i).get());
      }
    }
  }

  @Test
  default void aRequestThatNobodyTakesTimesOutAndIsNotAnsweredLater() {
    try (var broker = connect()) {
      broker.topology().declareServer();
      var requester = broker.requester(unique("w"), "b1");
      var e =
          assertThrows(
              RequestTimeoutException.class,
              () -> requester.ask("stale", bytes("x"), Duration.ofMillis(500)));
      assertTrue(e.toString().contains("'stale'"), e.toString());
      var verbs = new CopyOnWriteArrayList<String>();
      broker.answer(
          1,
          new OneByOne((_, verb, body) -> {
            verbs.add(verb);
            return body;
          }));
      requester.ask("fresh", bytes("x"), PATIENCE);
      assertEquals(List.of("fresh"), verbs);
    }
  }

  @Test
  default void anAnswerGoesToNoQueueButTheWorkersOwn() throws Exception {
    try (var broker = connect();
        var connection = rawConnection();
        var channel = connection.createChannel()) {
      broker.topology().declareServer();
      var worker = unique("w");
      var verbs = new CopyOnWriteArrayList<String>();
      broker.answer(
          1,
          new OneByOne((_, verb, body) -> {
            verbs.add(verb);
            return body;
          }));
      var dead = new Sink();
      broker.consume(Queues.DEAD, 10, dead);
      for (var foreign : List.of("replies.other.b1", "facts", "replies." + worker)) {
        channel.basicPublish(
            Exchange.REQUESTS.wire(), worker + ".claim", asking(foreign), bytes(foreign));
      }
      await()
          .untilAsserted(() ->
              assertEquals(
                  List.of("replies.other.b1", "facts", "replies." + worker),
                  dead.deliveries().stream()
                      .map(d -> DeadLetter.read(d.body()))
                      .filter(l -> l.routingKey().equals(worker + ".claim"))
                      .map(l -> text(l.body()))
                      .toList()));
      assertEquals(List.of(), verbs);
    }
  }

  @Test
  default void anAnswerForSomebodyWhoIsGoneHoldsNobodyUp() throws Exception {
    try (var broker = connect();
        var connection = rawConnection();
        var channel = connection.createChannel()) {
      broker.topology().declareServer();
      var worker = unique("w");
      broker.answer(1, new OneByOne((_, _, body) -> body));
      channel.basicPublish(
          Exchange.REQUESTS.wire(),
          worker + ".claim",
          asking("replies." + worker + ".gone"),
          bytes("x"));
      var requester = broker.requester(worker, "b2");
      assertEquals("y", text(requester.ask("claim", bytes("y"), PATIENCE)));
    }
  }

  private static BasicProperties asking(String replyTo) {
    return new BasicProperties.Builder().replyTo(replyTo).correlationId("1").build();
  }
}
