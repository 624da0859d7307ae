package org.cardshop.allinone;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.cardshop.embedded.broker.BrokerLogin;
import org.cardshop.embedded.broker.HttpBackend;
import org.cardshop.embedded.broker.Rights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may use the embedded broker: the server side by passwords of its own, everybody else as the
/// scheduler says, by the same contract that it has with RabbitMQ.
final class BrokerLogins implements BrokerLogin {
  /// Names what is shown to the scheduler when it is asked.
  static final String SECRET = "broker-question";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerLogins.class);
  private static final Set<String> SERVERS = Set.of("scheduler", "monitor", "beat");

  private final Secrets secrets;
  private volatile Optional<HttpBackend> scheduler = Optional.empty();

  BrokerLogins(Secrets secrets) {
    this.secrets = secrets;
  }

  /// The scheduler listens here from now on.
  void ask(URI address) throws IOException {
    scheduler = Optional.of(new HttpBackend(address.resolve("/auth/rabbitmq"), secrets.of(SECRET)));
  }

  @Override
  public Optional<Rights> login(String username, String password) {
    return isServer(username, password)
        ? Optional.of(Rights.ALL)
        : scheduler.flatMap(s -> s.login(username, password));
  }

  private boolean isServer(String username, String password) {
    try {
      return SERVERS.contains(username) && secrets.of("broker-" + username).equals(password);
    } catch (IOException e) {
      LOG.warn("The password of {} cannot be read: {}", username, e.getMessage());
      return false;
    }
  }
}
