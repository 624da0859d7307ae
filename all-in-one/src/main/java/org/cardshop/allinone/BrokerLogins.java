package org.cardshop.allinone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.cardshop.embedded.broker.BrokerLogin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may use the embedded broker: the server side by passwords of its own, everybody else as the
/// scheduler says, by the same contract that it has with RabbitMQ.
final class BrokerLogins implements BrokerLogin {
  /// Names what is shown to the scheduler when it is asked.
  static final String SECRET = "broker-question";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerLogins.class);
  private static final Set<String> SERVERS = Set.of("scheduler", "monitor", "beat");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Secrets secrets;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile Optional<URI> scheduler = Optional.empty();

  BrokerLogins(Secrets secrets) {
    this.secrets = secrets;
  }

  /// The scheduler listens here from now on.
  void ask(URI address) {
    scheduler = Optional.of(address);
  }

  @Override
  public boolean allows(String username, String password) {
    try {
      return SERVERS.contains(username)
          ? secrets.of("broker-" + username).equals(password)
          : scheduler.isPresent() && isAllowed(scheduler.get(), username, password);
    } catch (IOException e) {
      LOG.warn("{} cannot be asked about: {}", username, e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isAllowed(URI address, String username, String password)
      throws IOException, InterruptedException {
    var form = "username=" + encoded(username) + "&password=" + encoded(password);
    var request =
        HttpRequest.newBuilder(
                address.resolve("/auth/rabbitmq/user?secret=" + encoded(secrets.of(SECRET))))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return http.send(request, BodyHandlers.ofString()).body().startsWith("allow");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
