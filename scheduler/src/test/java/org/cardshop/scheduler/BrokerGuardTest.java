package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.BrokerManagement;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.scheduler.auth.Bouncer;
import org.cardshop.testing.RabbitNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A real RabbitMQ that asks the scheduler, and workers that want more than they may.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerGuardTest {
  private static final String PASSWORD = "of the monitor";
  private static final String OWN = "replies.writer-1.1";

  private interface Attempt {
    void on(Channel channel) throws Exception;
  }

  private final Api api = new Api();
  private final RabbitNode rabbit =
      RabbitNode.managed(
          Map.of("monitor", PASSWORD), api.uri("/auth/rabbitmq" + BrokerQuestionsTest.SECRET));
  private final Broker broker =
      Broker.connect(new BrokerAddress(rabbit.uri(), "monitor", PASSWORD));
  private String token = "";
  private final List<Connection> connections = new ArrayList<>();

  @BeforeAll
  void furnish() {
    broker.keepDeclared(Topology::declareServer);
    await().until(() -> isDeclared());
    Map.of("writer-1", "writer", "writer-2", "writer", "writer-3", "writer", "creator-1", "creator")
        .forEach((worker, role) -> {
          api.user(worker, role);
          broker.topology().declareWorker(worker);
        });
    broker.topology().declareChannel("cardshop");
    broker.topology().declareChannel("mali");
  }

  private boolean isDeclared() {
    try (var connection = connect("monitor", PASSWORD);
        var channel = connection.createChannel()) {
      channel.queueDeclarePassive("facts");
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @BeforeEach
  void logIn() {
    token = api.login("writer-1", "a good password").text("/access_token");
  }

  @AfterEach
  void disconnect() throws Exception {
    for (var connection : connections) {
      if (connection.isOpen()) {
        connection.close();
      }
    }
    connections.clear();
  }

  @AfterAll
  void stop() {
    broker.close();
    rabbit.close();
    api.close();
  }

  private Connection connect(String user, String password) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(rabbit.uri());
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  private Connection asWriter() throws Exception {
    var connection = connect("writer-1", token);
    connections.add(connection);
    return connection;
  }

  /// What came of it: `ok`, or the broker's code.
  private static String outcome(Connection connection, Attempt attempt) throws Exception {
    var channel = connection.createChannel();
    try {
      channel.confirmSelect();
      attempt.on(channel);
      // A refused publication closes the channel a little later.
      channel.waitForConfirmsOrDie(5_000);
      channel.basicQos(1);
      channel.close();
      return "ok";
    } catch (Exception e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (String.valueOf(t.getMessage()).contains("ACCESS_REFUSED")) {
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
    var connection = asWriter();
    for (var attempt : allowed.entrySet()) {
      assertEquals("ok", outcome(connection, attempt.getValue()), attempt.getKey());
    }
  }

  @Test
  void aWorkerReachesNothingElse() throws Exception {
    var forbidden = new LinkedHashMap<String, Attempt>();
    forbidden.put("another channel's work", consume("work.write.mali"));
    forbidden.put("another kind's work", consume("work.create.cardshop"));
    forbidden.put("another's commands", consume("commands.writer-2"));
    forbidden.put("facts", consume("facts"));
    forbidden.put("requests", consume("requests"));
    forbidden.put("dead letters", consume("dead"));
    forbidden.put("another's facts", publish("cardshop.facts", "writer-2.task-succeeded"));
    forbidden.put("nobody's facts", publish("cardshop.facts", "task-succeeded"));
    forbidden.put("longer keys", publish("cardshop.facts", "writer-1.task.step"));
    forbidden.put("commands", publish("cardshop.commands", "writer-2"));
    forbidden.put("doorbells", publish("cardshop.work", "work.write.cardshop"));
    forbidden.put("a queue by its name", publish("", "facts"));
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
    forbidden.put("to purge", channel -> channel.queuePurge("facts"));
    forbidden.put("to delete", channel -> channel.queueDelete("work.write.cardshop"));
    var connection = asWriter();
    for (var attempt : forbidden.entrySet()) {
      assertEquals("refused", outcome(connection, attempt.getValue()), attempt.getKey());
    }
  }

  @Test
  void peopleAndStrangersDoNotGetIn() {
    for (var login :
        Map.of("admin", Api.ADMIN_PASSWORD, "nobody", "x", "writer-3", "wrong").entrySet()) {
      assertThrows(
          AuthenticationFailureException.class,
          () -> connect(login.getKey(), login.getValue()).close());
    }
  }

  @Test
  void aDisabledWorkerIsThrownOutAndOthersStay() throws Exception {
    var stays = asWriter();
    var leaves = connect("creator-1", "a good password");
    connections.add(leaves);
    try (var _ = bouncer()) {
      api.patch(api.admin(), "/users/creator-1", "{\"active\": false}");
      await().atMost(Duration.ofSeconds(60)).until(() -> !leaves.isOpen());
    }
    assertTrue(stays.isOpen());
    assertThrows(
        AuthenticationFailureException.class,
        () -> connect("creator-1", "a good password").close());
  }

  @Test
  void aNewPasswordThrowsOutWhoCameInWithTheOldOne() throws Exception {
    var stays = asWriter();
    var leaves = connect("writer-2", "a good password");
    connections.add(leaves);
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
        new BrokerManagement(rabbit.management(), "monitor", PASSWORD),
        new UserStore(api.database, new Passwords(4)),
        Duration.ofMillis(200));
  }
}
