package org.cardshop.platform.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.cardshop.platform.Containers;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.testing.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/// The contract on the very image that the distributed product runs.
@Tag("containers")
class ContainerMessagingTest
    implements PublishingContract,
        ConsumingContract,
        DeadLetterContract,
        RequestContract,
        OutageContract {
  private static final Closer CLOSER = new Closer();
  private static final int PORT = Ports.free();
  private static String container = "";

  @BeforeAll
  static void start() {
    var rabbit = CLOSER.add(new RabbitMQContainer(Containers.image("rabbitmq:4-management")));
    rabbit
        .withAdminUser("monitor")
        .withAdminPassword(Objects.requireNonNull(USERS.get("monitor")))
        .withEnv("RABBITMQ_DEFAULT_VHOST", "cardshop")
        // A fixed port: stopped and started again, a container would get another.
        .setPortBindings(List.of("127.0.0.1:" + PORT + ":5672"));
    rabbit.start();
    container = rabbit.getContainerId();
  }

  @AfterAll
  static void stop() {
    CLOSER.close();
  }

  @Override
  public Server server() {
    return new Server() {
      @Override
      public URI uri() {
        return URI.create("amqp://127.0.0.1:" + PORT + "/cardshop");
      }

      @Override
      public void stop() {
        docker("stop");
      }

      @Override
      public void start() {
        docker("start");
      }
    };
  }

  private static void docker(String verb) {
    try {
      int status = new ProcessBuilder("docker", verb, container).inheritIO().start().waitFor();
      assertEquals(0, status, "docker " + verb);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
