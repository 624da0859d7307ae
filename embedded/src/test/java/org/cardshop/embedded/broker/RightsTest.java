package org.cardshop.embedded.broker;

import static org.cardshop.embedded.broker.Question.Kind.EXCHANGE;
import static org.cardshop.embedded.broker.Question.Kind.QUEUE;
import static org.cardshop.embedded.broker.Question.Verb.CONFIGURE;
import static org.cardshop.embedded.broker.Question.Verb.READ;
import static org.cardshop.embedded.broker.Question.Verb.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.cardshop.embedded.broker.Question.Resource;
import org.cardshop.embedded.broker.Question.Topic;
import org.cardshop.embedded.broker.Question.VirtualHost;
import org.cardshop.testing.Amqp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked, about a guest that wants to do something at a broker where `owner` made the queue
/// `q` and the exchanges `topics` and `direct`.
class RightsTest {
  @TempDir Path directory;
  private final List<Question> asked = new CopyOnWriteArrayList<>();
  private volatile Predicate<Question> answer = _ -> true;
  private EmbeddedBroker broker;

  private interface Deed {
    void on(Channel channel) throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(directory, 0, (user, _) -> Optional.of(rights(user)));
    try (var connection = connect("owner");
        var channel = connection.createChannel()) {
      channel.queueDeclare("q", true, false, false, Map.of());
      channel.exchangeDeclare("topics", "topic", true);
      channel.exchangeDeclare("direct", "direct", true);
      channel.queueBind("q", "topics", "bound");
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private Rights rights(String user) {
    return user.equals("owner")
        ? Rights.ALL
        : question -> {
          asked.add(question);
          return answer.test(question);
        };
  }

  private Connection connect(String user) throws IOException {
    return Amqp.connect(broker.uri(), user, "");
  }

  /// It is refused as soon as one answer is no, and else done.
  private void assertAsked(Deed deed, Question... questions) throws Exception {
    for (var question : questions) {
      answer = q -> !q.equals(question);
      var complaint = complaint(deed);
      assertTrue(complaint.contains("reply-code=403"), complaint);
    }
    answer = _ -> true;
    asked.clear();
    assertEquals("", complaint(deed));
    assertEquals(List.of(questions), asked.subList(1, asked.size()));
  }

  /// What the broker says when it throws the guest out for it; empty when it lets it.
  private String complaint(Deed deed) throws Exception {
    try (var connection = connect("guest")) {
      var channel = connection.createChannel();
      channel.confirmSelect();
      deed.on(channel);
      channel.waitForConfirmsOrDie(10_000);
      channel.basicQos(1);
      return "";
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getCause() == null ? e : e.getCause());
    }
  }

  @Test
  void whoConnectsIsAskedAboutForTheVirtualHost() throws Exception {
    connect("guest").close();
    assertEquals(List.of(new VirtualHost("cardshop")), asked);
    answer = _ -> false;
    assertThrows(IOException.class, () -> connect("guest").close());
  }

  @Test
  void toDeclareAndToDeleteIsToConfigure() throws Exception {
    assertAsked(c -> c.queueDeclare("q", true, false, false, Map.of()), configure("q"));
    assertAsked(c -> c.queueDeclare("own", false, true, true, Map.of()), configure("own"));
    assertAsked(c -> c.queueDelete("q"), configure("q"));
    var exchange = new Resource(CONFIGURE, EXCHANGE, "direct");
    assertAsked(c -> c.exchangeDeclare("direct", "direct", true), exchange);
    assertAsked(c -> c.exchangeDelete("direct"), exchange);
  }

  private static Question configure(String queue) {
    return new Resource(CONFIGURE, QUEUE, queue);
  }

  @Test
  void toConsumeGetAndPurgeIsToRead() throws Exception {
    var read = new Resource(READ, QUEUE, "q");
    assertAsked(c -> c.basicConsume("q", false, (_, _) -> {}, _ -> {}), read);
    assertAsked(c -> c.basicGet("q", false), read);
    assertAsked(c -> c.queuePurge("q"), read);
  }

  @Test
  void toPublishIsToWriteAndATopicIsAskedAboutByItsKey() throws Exception {
    assertAsked(publish("topics", "bound"), write("topics"), new Topic("topics", "bound"));
    assertAsked(publish("direct", "k"), write("direct"));
    assertAsked(publish("", "q"), write("amq.default"));
  }

  @Test
  void aQueueThatIsNamedAsAnExchangeIsWrittenTo() throws Exception {
    assertAsked(publish("q", "k"), new Resource(WRITE, QUEUE, "q"));
  }

  private static Deed publish(String exchange, String key) {
    return channel -> channel.basicPublish(exchange, key, new BasicProperties(), new byte[] {'x'});
  }

  private static Question write(String exchange) {
    return new Resource(WRITE, EXCHANGE, exchange);
  }

  @Test
  void toBindIsToWriteToTheQueueAndToReadFromTheExchange() throws Exception {
    var questions =
        new Question[] {new Resource(WRITE, QUEUE, "q"), new Resource(READ, EXCHANGE, "topics")};
    assertAsked(c -> c.queueBind("q", "topics", "#"), questions);
    // What is bound already: other arguments would filter it.
    assertAsked(
        c -> c.queueBind("q", "topics", "bound", Map.of("x-filter-jms-selector", "false")),
        questions);
    assertAsked(c -> c.queueUnbind("q", "topics", "bound"), questions);
  }

  @Test
  void whereAQueueGivesUpItsMessagesItsOwnerMustBeAllowedToPublish() throws Exception {
    assertAsked(
        c -> c.queueDeclare("own", false, true, true, Map.of("alternateExchange", "direct")),
        configure("own"),
        new Resource(READ, QUEUE, "own"),
        write("direct"));
  }

  @Test
  void whoIsThrownOutIsWhoMayNotStay() throws Exception {
    var leaves = connect("leaves");
    var reason = new CompletableFuture<String>();
    leaves.addShutdownListener(cause -> reason.complete(String.valueOf(cause.getReason())));
    try (var owner = connect("owner");
        var stays = connect("stays")) {
      assertEquals(
          List.of("leaves"), broker.throwOut((user, _) -> user.equals("stays"), "The test."));
      assertTrue(reason.get(30, TimeUnit.SECONDS).contains("The test."));
      assertTrue(owner.isOpen() && stays.isOpen());
    }
  }
}
