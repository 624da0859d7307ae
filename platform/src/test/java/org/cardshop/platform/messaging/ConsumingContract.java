package org.cardshop.platform.messaging;

import static org.awaitility.Awaitility.await;
import static org.cardshop.platform.messaging.MessagingFixture.bytes;
import static org.cardshop.platform.messaging.MessagingFixture.declared;
import static org.cardshop.platform.messaging.MessagingFixture.text;
import static org.cardshop.platform.messaging.MessagingFixture.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.cardshop.platform.wire.MalformedException;
import org.junit.jupiter.api.Test;

interface ConsumingContract extends MessagingFixture {
  @Test
  default void whatIsAcknowledgedDoesNotComeAgain() {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var first = new Sink();
      var subscription = broker.consume(queue, 1, first);
      broker.publish(Exchange.PERIODIC, job, bytes("one"));
      await().until(() -> first.texts().equals(List.of("one")));
      subscription.close();
      broker.publish(Exchange.PERIODIC, job, bytes("two"));
      var second = new Sink();
      broker.consume(queue, 1, second);
      await().until(() -> second.texts().equals(List.of("two")));
      assertEquals(List.of("one"), first.texts());
    }
  }

  @Test
  default void whatIsRequeuedComesAgain() {
    try (var broker = connect()) {
      var job = unique("job");
      var sink = new Sink();
      broker.consume(
          declared(broker, job),
          1,
          delivery -> {
            sink.handle(delivery);
            return delivery.redelivered() ? Verdict.ack() : Verdict.requeue();
          });
      broker.publish(Exchange.PERIODIC, job, bytes("again"));
      await().until(() -> sink.texts().equals(List.of("again", "again")));
      assertFalse(sink.deliveries().getFirst().redelivered());
      assertTrue(sink.deliveries().getLast().redelivered());
    }
  }

  @Test
  default void aHandlerThatFailsGetsItsMessageAgain() {
    try (var broker = connect()) {
      var job = unique("job");
      var sink = new Sink();
      broker.consume(
          declared(broker, job),
          1,
          delivery -> {
            sink.handle(delivery);
            if (!delivery.redelivered()) {
              throw new IllegalStateException("the database is away");
            }
            return Verdict.ack();
          });
      broker.publish(Exchange.PERIODIC, job, bytes("again"));
      await().until(() -> sink.texts().equals(List.of("again", "again")));
    }
  }

  @Test
  default void aDeadMessageIsKeptWithAllThatIsKnownOfIt() {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      broker.consume(queue, 1, _ -> Verdict.dead("nobody knows this"));
      broker.publish(Exchange.PERIODIC, job, bytes("odd"));
      var letter = deadLetterOf(broker, queue);
      assertEquals("cardshop.periodic", letter.exchange());
      assertEquals(job, letter.routingKey());
      assertEquals("odd", text(letter.body()));
      assertEquals("nobody knows this", letter.reason());
    }
  }

  @Test
  default void whatCannotBeReadIsDeadAtOnce() {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      broker.consume(
          queue,
          1,
          _ -> {
            throw new MalformedException("the field 'id' is missing");
          });
      broker.publish(Exchange.PERIODIC, job, bytes("{}"));
      assertEquals("the field 'id' is missing", deadLetterOf(broker, queue).reason());
    }
  }

  @Test
  default void noMoreThanThePrefetchIsHeld() throws Exception {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var held = new Sink();
      var begun = new CountDownLatch(1);
      var goOn = new CountDownLatch(1);
      broker.consume(
          queue,
          2,
          delivery -> {
            begun.countDown();
            goOn.await();
            return held.handle(delivery);
          });
      broker.publish(Exchange.PERIODIC, job, bytes("1"));
      begun.await();
      for (int i = 2; i <= 5; i++) {
        broker.publish(Exchange.PERIODIC, job, bytes("" + i));
      }
      var others = new Sink();
      broker.consume(queue, 10, others);
      await().until(() -> others.deliveries().size() == 3);
      goOn.countDown();
      await().until(() -> held.deliveries().size() == 2);
      assertEquals(3, others.deliveries().size());
    }
  }

  @Test
  default void aPausedSubscriptionGetsNothingUntilItIsResumed() {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var paused = new Sink();
      var subscription = broker.consume(queue, 5, paused);
      broker.publish(Exchange.PERIODIC, job, bytes("before"));
      await().until(() -> paused.texts().equals(List.of("before")));
      subscription.pause();
      // Another consumer gets all: with the paused one still in turn it would miss some.
      var other = new Sink();
      var only = broker.consume(queue, 1, other);
      for (var text : List.of("a", "b", "c", "d")) {
        broker.publish(Exchange.PERIODIC, job, bytes(text));
      }
      await().until(() -> Set.copyOf(other.texts()).equals(Set.of("a", "b", "c", "d")));
      assertEquals(List.of("before"), paused.texts());
      only.close();
      broker.publish(Exchange.PERIODIC, job, bytes("after"));
      subscription.resume();
      await().until(() -> paused.texts().equals(List.of("before", "after")));
    }
  }

  @Test
  default void aHandlerMayPauseItsOwnSubscription() {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var sink = new Sink();
      var own = new AtomicReference<Subscription>();
      own.set(
          broker.consume(
              queue,
              5,
              delivery -> {
                own.get().pause();
                return sink.handle(delivery);
              }));
      var other = new Sink();
      for (var text : List.of("1", "2", "3")) {
        broker.publish(Exchange.PERIODIC, job, bytes(text));
      }
      await().until(() -> sink.deliveries().size() == 1);
      broker.consume(queue, 5, other);
      await().until(() -> other.deliveries().size() == 2);
      assertEquals(
          Set.of("1", "2", "3"),
          Set.copyOf(Stream.concat(sink.texts().stream(), other.texts().stream()).toList()));
    }
  }

  @Test
  default void aQueueThatComesLaterIsConsumedThen() {
    try (var broker = connect()) {
      var job = unique("job");
      var sink = new Sink();
      broker.consume(Queues.periodic(job), 1, sink);
      declared(broker, job);
      broker.publish(Exchange.PERIODIC, job, bytes("late"));
      await().until(() -> sink.texts().equals(List.of("late")));
    }
  }

  private static DeadLetter deadLetterOf(Broker broker, String queue) {
    var sink = new Sink();
    var dead = broker.consume(Queues.DEAD, 10, sink);
    var letter =
        await()
            .until(
                () ->
                    sink.deliveries().stream()
                        .map(d -> DeadLetter.read(d.body()))
                        .filter(l -> l.queue().equals(queue))
                        .findFirst(),
                Optional::isPresent);
    dead.close();
    return letter.orElseThrow();
  }
}
