package org.cardshop.platform.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.testing.Directories;
import org.cardshop.testing.Ports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EmbeddedMessagingTest
    implements PublishingContract,
        ConsumingContract,
        DeadLetterContract,
        RequestContract,
        OutageContract {
  private static final Embedded SERVER =
      new Embedded(Directories.temporary("broker"), Ports.free());

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
    Directories.delete(SERVER.directory);
  }

  @Override
  public Server server() {
    return SERVER;
  }

  private static final class Embedded implements Server {
    private final Path directory;
    private final int port;
    private @Nullable EmbeddedBroker broker;

    Embedded(Path directory, int port) {
      this.directory = directory;
      this.port = port;
    }

    @Override
    public URI uri() {
      return URI.create("amqp://127.0.0.1:" + port + "/cardshop");
    }

    @Override
    public void start() {
      try {
        broker =
            EmbeddedBroker.start(
                directory,
                port,
                (user, password) ->
                    Optional.of(Rights.ALL).filter(_ -> password.equals(USERS.get(user))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      if (broker != null) {
        broker.close();
      }
    }
  }
}
