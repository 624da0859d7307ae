package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.Door;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.scheduler.auth.Bouncer;
import org.cardshop.testing.Amqp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A broker that asks the scheduler, and workers that want more than they may.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerGuardContract {
  /// Of the user `monitor`, who is the broker's own.
  static final String PASSWORD = "of the monitor";

  private static final String OWN = "replies.writer-1.1";

  private interface Attempt {
    void on(Channel channel) throws Exception;
  }

  final Closer closer = new Closer();
  final Api api = closer.add(new Api());
  private final List<Connection> connections = new ArrayList<>();
  private String token = "";

  /// The broker that is started for this class; closed by the closer.
  abstract URI broker();

  abstract Door door();

  @BeforeAll
  void furnish() {
    var monitor = closer.add(Broker.connect(new BrokerAddress(broker(), "monitor", PASSWORD)));
    monitor.keepDeclared(Topology::declareServer);
    await().until(() -> isThere("facts"));
    Map.of("writer-1", "writer", "writer-2", "writer", "writer-3", "writer", "creator-1", "creator")
        .forEach((worker, role) -> {
          api.user(worker, role);
          monitor.topology().declareWorker(worker);
        });
    monitor.topology().declareChannel("cardshop");
    monitor.topology().declareChannel("mali");
  }

  @BeforeEach
  void logIn() {
    token = api.login("writer-1", "a good password").text("/access_token");
  }

  @AfterEach
  void disconnect() {
    connections.forEach(Connection::abort);
    connections.clear();
  }

  @AfterAll
  void stop() {
    closer.close();
  }

  private boolean isThere(String queue) {
    try (var connection = Amqp.connect(broker(), "monitor", PASSWORD);
        var channel = connection.createChannel()) {
      channel.queueDeclarePassive(queue);
      return true;
    } catch (IOException | TimeoutException e) {
      return false;
    }
  }

  private Connection connect(String user, String password) throws IOException {
    var connection = Amqp.connect(broker(), user, password);
    connections.add(connection);
    return connection;
  }

  /// What came of it when writer-1 tried: `ok`, or `refused`.
  private String outcome(Attempt attempt) throws Exception {
    try (var connection = Amqp.connect(broker(), "writer-1", token)) {
      var channel = connection.createChannel();
      channel.confirmSelect();
      attempt.on(channel);
      // A refused publication closes the channel a little later.
      channel.waitForConfirmsOrDie(5_000);
      channel.basicQos(1);
      return "ok";
    } catch (Exception e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (String.valueOf(t.getMessage()).contains("reply-code=403")) {
          return "refused";
        }
      }
      throw e;
    }
  }

  private static Attempt publish(String exchange, String key) {
    return channel -> channel.basicPublish(exchange, key, new BasicProperties(), new byte[] {'x'});
  }

  private static Attempt consume(String queue) {
    return channel -> channel.basicConsume(queue, false, (_, _) -> {}, _ -> {});
  }

  @Test
  void aWorkerDoesItsWork() throws Exception {
    var allowed = new LinkedHashMap<String, Attempt>();
    allowed.put("its replies", channel -> channel.queueDeclare(OWN, false, true, true, Map.of()));
    allowed.put("its doorbell", consume("work.write.cardshop"));
    allowed.put("its commands", consume("commands.writer-1"));
    allowed.put("its facts", publish("cardshop.facts", "writer-1.task-step"));
    allowed.put("its progress", publish("cardshop.progress", "writer-1.progress"));
    allowed.put("its claims", publish("cardshop.requests", "writer-1.claim"));
    for (var attempt : allowed.entrySet()) {
      assertEquals("ok", outcome(attempt.getValue()), attempt.getKey());
    }
  }

  @Test
  void aWorkerReachesNothingElse() throws Exception {
    var forbidden = new LinkedHashMap<String, Attempt>();
    forbidden.put("another channel's work", consume("work.write.mali"));
    forbidden.put("another kind's work", consume("work.create.cardshop"));
    forbidden.put("another's commands", consume("commands.writer-2"));
    forbidden.put("facts", consume("facts"));
    forbidden.put("a fact", channel -> channel.basicGet("facts", false));
    forbidden.put("requests", consume("requests"));
    forbidden.put("dead letters", consume("dead"));
    forbidden.put("another's facts", publish("cardshop.facts", "writer-2.task-succeeded"));
    forbidden.put("nobody's facts", publish("cardshop.facts", "task-succeeded"));
    forbidden.put("longer keys", publish("cardshop.facts", "writer-1.task.step"));
    forbidden.put("commands", publish("cardshop.commands", "writer-2"));
    forbidden.put("doorbells", publish("cardshop.work", "work.write.cardshop"));
    forbidden.put("a queue by its name", publish("", "facts"));
    forbidden.put("a queue as an exchange", publish("facts", "writer-1.task-step"));
    forbidden.put("a queue", channel -> channel.queueDeclare("mine", false, true, true, Map.of()));
    forbidden.put(
        "another's replies",
        channel -> channel.queueDeclare("replies.writer-2.1", false, true, true, Map.of()));
    forbidden.put("an exchange", channel -> channel.exchangeDeclare("mine", "fanout"));
    forbidden.put(
        "to listen in",
        channel -> {
          channel.queueDeclare(OWN, false, true, true, Map.of());
          channel.queueBind(OWN, "cardshop.facts", "#");
        });
    forbidden.put("to fill queues", channel -> channel.queueBind("dead", "cardshop.facts", "#"));
    forbidden.put(
        "to filter",
        channel ->
            channel.queueBind(
                "facts", "cardshop.facts", "#", Map.of("x-filter-jms-selector", "false")));
    forbidden.put("to cut off", channel -> channel.queueUnbind("facts", "cardshop.facts", "#"));
    forbidden.put("to purge", channel -> channel.queuePurge("facts"));
    forbidden.put("to delete", channel -> channel.queueDelete("work.write.cardshop"));
    forbidden.put("to delete an exchange", channel -> channel.exchangeDelete("cardshop.dead"));
    for (var attempt : forbidden.entrySet()) {
      assertEquals("refused", outcome(attempt.getValue()), attempt.getKey());
    }
  }

  @Test
  void peopleAndStrangersDoNotGetIn() {
    for (var login :
        Map.of("admin", Api.ADMIN_PASSWORD, "nobody", "x", "writer-3", "wrong").entrySet()) {
      assertThrows(
          PossibleAuthenticationFailureException.class,
          () -> connect(login.getKey(), login.getValue()));
    }
  }

  @Test
  void whoLogsInAndWhatTheyAreRefusedIsInTheAudit() throws Exception {
    api.clock.pass(Duration.ofMinutes(1)); // since the same was noted
    assertEquals("refused", outcome(consume("commands.writer-2")));
    var refused = api.get(api.admin(), "/audit/?by=writer-1&status=403");
    assertEquals("POST /auth/rabbitmq/resource", refused.text("/items/0/what"));
    assertEquals("queue commands.writer-2", refused.text("/items/0/object"));
    var admitted = api.get(api.admin(), "/audit/?by=writer-1&status=200");
    assertEquals("POST /auth/rabbitmq/user", admitted.text("/items/0/what"));
  }

  @Test
  void aDisabledWorkerIsThrownOutAndOthersStay() throws Exception {
    var stays = connect("writer-1", token);
    var leaves = connect("creator-1", "a good password");
    var channel = leaves.createChannel();
    var replies = channel.queueDeclare("replies.creator-1.1", false, true, true, Map.of());
    channel.basicConsume(replies.getQueue(), false, (_, _) -> {}, _ -> {});
    api.patch(api.admin(), "/users/creator-1", "{\"active\": false}");
    try (var _ = bouncer()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !leaves.isOpen());
    }
    assertTrue(stays.isOpen());
    assertThrows(
        PossibleAuthenticationFailureException.class,
        () -> connect("creator-1", "a good password"));
    await().until(() -> !isThere(replies.getQueue()));
  }

  @Test
  void aNewPasswordThrowsOutWhoCameInWithTheOldOne() throws Exception {
    var stays = connect("writer-1", token);
    var leaves = connect("writer-2", "a good password");
    // Its connections are of today; the scheduler's clock here is not.
    api.clock.pass(Duration.ofDays(3650));
    api.patch(api.admin(), "/users/writer-2/password", "{\"new\": \"another good one\"}");
    try (var _ = bouncer()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !leaves.isOpen());
    }
    assertTrue(stays.isOpen());
  }

  private Bouncer bouncer() {
    return new Bouncer(
        door(), new UserStore(api.database, new Passwords(4)), Duration.ofMillis(200));
  }
}
