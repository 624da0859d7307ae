package org.cardshop.scheduler;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.HttpBackend;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Door;
import org.cardshop.testing.Directories;

class EmbeddedGuardTest extends BrokerGuardContract {
  private final Path directory = Directories.temporary("broker");
  private final HttpBackend scheduler =
      new HttpBackend(api.uri("/auth/rabbitmq"), Api.BROKER_SECRET);
  private final EmbeddedBroker broker;

  EmbeddedGuardTest() throws IOException {
    closer.add(() -> Directories.delete(directory));
    broker = closer.add(EmbeddedBroker.start(directory, 0, this::login));
  }

  private Optional<Rights> login(String user, String password) {
    return user.equals("monitor")
        ? Optional.of(Rights.ALL).filter(_ -> password.equals(PASSWORD))
        : scheduler.login(user, password);
  }

  @Override
  URI broker() {
    return broker.uri();
  }

  @Override
  Door door() {
    return broker::throwOut;
  }
}
