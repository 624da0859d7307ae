package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.DeadLetter;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a message broker of its own.
@SuppressWarnings("NullAway.Init")
class DeadLetterTest {
  private static final byte[] BINARY = {(byte) 0xff, 0, 1};

  @TempDir Path folder;
  private final Closer closer = new Closer();
  private EmbeddedBroker server;
  private Broker broker;
  private Api api;
  private String admin = "";

  @BeforeEach
  void open() throws IOException {
    int port = Ports.free();
    server = closer.add(EmbeddedBroker.start(folder, port, (_, _) -> Optional.of(Rights.ALL)));
    var uri = URI.create("amqp://127.0.0.1:" + port + "/cardshop");
    broker = closer.add(Broker.connect(new BrokerAddress(uri, "scheduler", "secret")));
    broker.topology().declareServer();
    api = closer.add(new Api(Optional.of(broker.deadLetters())));
    admin = api.admin();
  }

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void deadLettersAreListedAPageAtATime() {
    for (var text : List.of("one", "two", "three")) {
      bury("w-1.worker-heartbeat", text.getBytes(StandardCharsets.UTF_8));
    }
    var page = api.get(admin, "/dead-letters/?skip=1&limit=1");
    assertEquals(
        "{\"skip\":1,\"limit\":1,\"count\":3,\"bound\":500,\"beyond\":0}",
        Json.text(page.json().path("meta")));
    assertEquals(1, page.json().path("items").size());
    assertEquals("facts", page.text("/items/0/queue"));
    assertEquals("Nobody knows this.", page.text("/items/0/reason"));
    assertEquals(3, page.json().at("/items/0/size").asInt());
    assertTrue(page.json().at("/items/0/body").isMissingNode());
  }

  @Test
  void aLetterIsShownWithItsMessage() {
    bury("w-1.worker-heartbeat", "{\"id\": \"ä\"}".getBytes(StandardCharsets.UTF_8));
    bury("w-1.worker-heartbeat", BINARY);
    var text = api.get(admin, "/dead-letters/" + id(0));
    assertEquals("utf-8", text.text("/encoding"));
    assertEquals("{\"id\": \"ä\"}", text.text("/body"));
    assertEquals("cardshop.facts", text.text("/exchange"));
    assertEquals("w-1.worker-heartbeat", text.text("/routing_key"));
    var binary = api.get(admin, "/dead-letters/" + id(1));
    assertEquals("base64", binary.text("/encoding"));
    assertEquals(Base64.getEncoder().encodeToString(BINARY), binary.text("/body"));
  }

  @Test
  void aRedrivenLetterComesOutOfItsQueueAgain() {
    bury("w-1.worker-heartbeat", BINARY);
    var path = "/dead-letters/" + id(0) + "/redrive";
    assertEquals(200, api.post(admin, path, "").status());
    var keys = new CopyOnWriteArrayList<String>();
    broker.consume(
        Queues.FACTS,
        1,
        delivery -> {
          keys.add(delivery.routingKey());
          return Verdict.ack();
        });
    await().until(() -> keys.equals(List.of("w-1.worker-heartbeat")));
    assertEquals(0, count());
    assertEquals(404, api.post(admin, path, "").status());
  }

  @Test
  void aLetterThatCannotBeSentStaysAndIsDeleted() {
    broker.publish(
        Exchange.DEAD,
        "",
        Json.bytes(
            new DeadLetter("periodic.x", Exchange.PERIODIC.wire(), "x", BINARY, "Gone.").toJson()));
    var path = "/dead-letters/" + id(0);
    var refused = api.post(admin, path + "/redrive", "");
    assertEquals(409, refused.status());
    assertTrue(refused.text("/error").contains("stays among the dead letters"));
    assertEquals(1, count());
    assertEquals(200, api.delete(admin, path).status());
    assertEquals(404, api.delete(admin, path).status());
    assertEquals(404, api.get(admin, path).status());
    assertEquals(0, count());
  }

  @Test
  void operatorsMayAndClientsMayNot() {
    bury("w-1.worker-heartbeat", BINARY);
    assertEquals(200, api.get(api.user("olga", "operator"), "/dead-letters/").status());
    var carla = api.user("carla", "client");
    assertEquals(403, api.get(carla, "/dead-letters/").status());
    assertEquals(403, api.post(carla, "/dead-letters/" + id(0) + "/redrive", "").status());
    assertEquals(403, api.delete(carla, "/dead-letters/" + id(0)).status());
    assertEquals(401, api.get("", "/dead-letters/").status());
  }

  @Test
  void whileTheBrokerIsAwayItIsSaidSo() {
    server.close();
    await()
        .untilAsserted(() -> {
          var away = api.get(admin, "/dead-letters/");
          assertEquals(503, away.status());
          assertTrue(away.text("/error").contains("message broker cannot be reached"));
        });
  }

  private void bury(String key, byte[] body) {
    var letter =
        new DeadLetter(Queues.FACTS, Exchange.FACTS.wire(), key, body, "Nobody knows this.");
    broker.publish(Exchange.DEAD, "", Json.bytes(letter.toJson()));
  }

  private String id(int index) {
    return api.get(admin, "/dead-letters/").text("/items/" + index + "/_id");
  }

  private int count() {
    return api.get(admin, "/dead-letters/").json().at("/meta/count").asInt();
  }
}
