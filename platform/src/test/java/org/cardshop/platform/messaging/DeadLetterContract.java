package org.cardshop.platform.messaging;

import static org.awaitility.Awaitility.await;
import static org.cardshop.platform.messaging.MessagingFixture.bytes;
import static org.cardshop.platform.messaging.MessagingFixture.declared;
import static org.cardshop.platform.messaging.MessagingFixture.text;
import static org.cardshop.platform.messaging.MessagingFixture.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cardshop.platform.messaging.DeadLetters.Found;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// Every test empties the queue of dead letters first.
interface DeadLetterContract extends MessagingFixture {
  @Test
  default void aLookTakesNothingOut() throws Exception {
    try (var broker = emptied()) {
      bury(broker, "job", "one");
      bury(broker, "job", "two");
      for (int i = 0; i < 20; i++) {
        assertEquals(List.of("one", "two"), bodies(broker));
      }
      // People outside consume the queue, too.
      var sink = new Sink();
      broker.consume(Queues.DEAD, 10, sink);
      await().until(() -> sink.deliveries().size() == 2);
      assertEquals("one", text(DeadLetter.read(sink.deliveries().getFirst().body()).body()));
      await().until(() -> bodies(broker).isEmpty());
    }
  }

  @Test
  default void aRedrivenMessageIsWhereItWasFirstPublishedAndItsLetterIsGone() throws Exception {
    try (var broker = emptied()) {
      var job = unique("job");
      var queue = declared(broker, job);
      bury(broker, job, "one");
      bury(broker, job, "two");
      var one = broker.deadLetters().look().letters().getFirst();
      assertTrue(broker.deadLetters().redrive(one.id()));
      assertEquals(List.of("two"), bodies(broker));
      var sink = new Sink();
      broker.consume(queue, 1, sink);
      await().until(() -> sink.texts().equals(List.of("one")));
      assertEquals(Exchange.PERIODIC.wire(), sink.deliveries().getFirst().exchange());
      assertEquals(job, sink.deliveries().getFirst().routingKey());
      assertFalse(broker.deadLetters().redrive(one.id()));
    }
  }

  @Test
  default void aLetterWhoseMessageNothingTakesStays() throws Exception {
    try (var broker = emptied()) {
      bury(broker, unique("nowhere"), "one");
      bury(broker, new DeadLetter("q", "no-such-exchange", "x", bytes("two"), "why"));
      for (var letter : broker.deadLetters().look().letters()) {
        assertThrows(UnroutableException.class, () -> broker.deadLetters().redrive(letter.id()));
      }
      assertEquals(List.of("one", "two"), bodies(broker));
    }
  }

  @Test
  default void aRemovedLetterIsGoneAndTheOthersStayInOrder() throws Exception {
    try (var broker = emptied()) {
      for (var text : List.of("one", "two", "three")) {
        bury(broker, "job", text);
      }
      var two = broker.deadLetters().look().letters().get(1);
      assertTrue(broker.deadLetters().remove(two.id()));
      assertFalse(broker.deadLetters().remove(two.id()));
      assertEquals(List.of("one", "three"), bodies(broker));
    }
  }

  @Test
  default void theSameLetterTwiceIsOneAndIsSentOnce() throws Exception {
    try (var broker = emptied()) {
      var job = unique("job");
      var queue = declared(broker, job);
      bury(broker, job, "one");
      bury(broker, job, "two");
      bury(broker, job, "one");
      var letters = broker.deadLetters().look().letters();
      assertEquals(List.of(2, 1), letters.stream().map(Found::copies).toList());
      broker.deadLetters().redrive(letters.getFirst().id());
      assertEquals(List.of("two"), bodies(broker));
      broker.publish(Exchange.PERIODIC, job, bytes("last"));
      var sink = new Sink();
      broker.consume(queue, 1, sink);
      await().until(() -> sink.texts().equals(List.of("one", "last")));
    }
  }

  @Test
  default void aLookHasABoundAndSaysWhatIsBeyondIt() throws Exception {
    try (var broker = emptied()) {
      for (int i = 0; i < DeadLetters.BOUND + 3; i++) {
        bury(broker, "job", "" + i);
      }
      var look = broker.deadLetters().look();
      assertEquals(DeadLetters.BOUND, look.letters().size());
      assertEquals(3, look.beyond());
      broker.deadLetters().remove(look.letters().getFirst().id());
      assertEquals(2, broker.deadLetters().look().beyond());
    }
  }

  @Test
  default void whatIsNoLetterIsShownAndCanOnlyBeRemoved() throws Exception {
    try (var broker = emptied()) {
      broker.publish(Exchange.DEAD, "", bytes("junk"));
      var junk = broker.deadLetters().look().letters().getFirst();
      assertEquals("junk", text(junk.letter().body()));
      assertTrue(junk.letter().reason().contains("no dead letter"), junk.letter().reason());
      assertThrows(UnroutableException.class, () -> broker.deadLetters().redrive(junk.id()));
      assertTrue(broker.deadLetters().remove(junk.id()));
      assertEquals(List.of(), bodies(broker));
    }
  }

  private Broker emptied() throws Exception {
    var broker = connect();
    broker.topology().declareServer();
    try (var connection = rawConnection();
        var channel = connection.createChannel()) {
      channel.queuePurge(Queues.DEAD);
    }
    return broker;
  }

  private static void bury(Broker broker, String job, String text) {
    bury(
        broker,
        new DeadLetter("periodic." + job, Exchange.PERIODIC.wire(), job, bytes(text), "why"));
  }

  private static void bury(Broker broker, DeadLetter letter) {
    broker.publish(Exchange.DEAD, "", Json.bytes(letter.toJson()));
  }

  private static List<String> bodies(Broker broker) {
    return broker.deadLetters().look().letters().stream()
        .map(f -> text(f.letter().body()))
        .toList();
  }
}
