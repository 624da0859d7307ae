package org.cardshop.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RabbitNodeTest {
  private static final Map<String, String> USERS = Map.of("monitor", "secret");

  @Test
  void aStoppedNodeStartsAgainWithItsQueues() throws Exception {
    try (var rabbit = RabbitNode.started(USERS)) {
      try (var connection = connect(rabbit, "monitor", "secret");
          var channel = connection.createChannel()) {
        channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
      }
      rabbit.stop();
      rabbit.start();
      try (var connection = connect(rabbit, "monitor", "secret");
          var channel = connection.createChannel()) {
        assertEquals("kept", channel.queueDeclarePassive("kept").getQueue());
      }
    }
  }

  @Test
  void twoNodesLiveSideBySide() throws Exception {
    try (var first = RabbitNode.started(USERS);
        var second = RabbitNode.started(Map.of("beat", "other"))) {
      connect(first, "monitor", "secret").close();
      connect(second, "beat", "other").close();
      assertThrows(
          AuthenticationFailureException.class, () -> connect(second, "monitor", "secret").close());
    }
  }

  @Test
  void usersOfTheNodeAreNotAskedOverHttpAndOthersAre() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/auth/rabbitmq/",
        exchange -> {
          var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var answer =
              (asked.contains("username=w-1") ? "allow" : "deny").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/auth/rabbitmq");
    try (var rabbit = RabbitNode.started(USERS, Optional.of(base))) {
      connect(rabbit, "monitor", "secret").close();
      try (var worker = connect(rabbit, "w-1", "any")) {
        assertTrue(worker.isOpen());
      }
      assertThrows(
          AuthenticationFailureException.class, () -> connect(rabbit, "w-2", "any").close());
    } finally {
      server.stop(0);
    }
  }

  private static Connection connect(RabbitNode rabbit, String user, String password)
      throws IOException {
    return Amqp.connect(rabbit.uri(), user, password);
  }
}
