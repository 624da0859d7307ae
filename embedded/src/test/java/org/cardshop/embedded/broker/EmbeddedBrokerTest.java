package org.cardshop.embedded.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cardshop.testing.Amqp;
import org.cardshop.testing.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  private static final BrokerLogin LOGIN = onlyWith("secret");

  @TempDir Path directory;

  @Test
  void whatWasConfirmedIsThereAfterARestart() throws Exception {
    try (var broker = EmbeddedBroker.start(directory, 0, LOGIN);
        var connection = connect(broker, "secret");
        var channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare("q", true, false, false, Map.of("x-queue-type", "quorum"));
      channel.basicPublish(
          "", "q", MessageProperties.PERSISTENT_BASIC, "kept".getBytes(StandardCharsets.UTF_8));
      assertTrue(channel.waitForConfirms(10_000));
    }
    try (var broker = EmbeddedBroker.start(directory, 0, LOGIN);
        var connection = connect(broker, "secret");
        var channel = connection.createChannel()) {
      assertArrayEquals(
          "kept".getBytes(StandardCharsets.UTF_8), channel.basicGet("q", true).getBody());
    }
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    try (var broker = EmbeddedBroker.start(directory, 0, LOGIN)) {
      assertThrows(
          PossibleAuthenticationFailureException.class, () -> connect(broker, "wrong").close());
    }
  }

  @Test
  void whoCannotBeAskedAboutDoesNotGetIn() {
    var nobody = URI.create("http://127.0.0.1:" + Ports.free() + "/auth/rabbitmq");
    assertEquals(Optional.empty(), new HttpBackend(nobody, "secret").login("w-1", "secret"));
  }

  @Test
  void aPortThatIsTakenIsAnErrorThatNamesIt(@TempDir Path other) throws Exception {
    try (var broker = EmbeddedBroker.start(directory, 0, LOGIN)) {
      int port = broker.uri().getPort();
      var e =
          assertThrows(IOException.class, () -> EmbeddedBroker.start(other, port, LOGIN).close());
      assertTrue(e.toString().contains("port " + port), e.toString());
    }
  }

  @Test
  void twoBrokersInOneJvmAskEachTheirOwnLogin(@TempDir Path other) throws Exception {
    try (var first = EmbeddedBroker.start(directory, 0, LOGIN);
        var second = EmbeddedBroker.start(other, 0, onlyWith("second"))) {
      connect(first, "secret").close();
      connect(second, "second").close();
      assertThrows(
          PossibleAuthenticationFailureException.class, () -> connect(second, "secret").close());
    }
  }

  @Test
  void nothingIsPrintedOnStandardOutput() throws Exception {
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (var broker = EmbeddedBroker.start(directory, 0, LOGIN)) {
      connect(broker, "secret").close();
    } finally {
      System.setOut(before);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  private static Connection connect(EmbeddedBroker broker, String password) throws Exception {
    return Amqp.connect(broker.uri(), "w-1", password);
  }

  private static BrokerLogin onlyWith(String secret) {
    return (_, password) -> Optional.of(Rights.ALL).filter(_ -> password.equals(secret));
  }
}
