package org.cardshop.embedded.broker;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks over HTTP who may do what, by the contract of RabbitMQ's HTTP auth backend. Who cannot be
/// asked about may do nothing.
public final class HttpBackend implements BrokerLogin {
  private static final Logger LOG = LoggerFactory.getLogger(HttpBackend.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String query;

  /// @param base `http://host:port/auth/rabbitmq`
  /// @param secret shown with each question as the parameter `secret`
  public HttpBackend(URI base, String secret) {
    this.base = base;
    this.query = "?secret=" + encoded(secret);
  }

  @Override
  public Optional<Rights> login(String username, String password) {
    Rights rights = question -> isAllowed(username, question);
    return Optional.of(rights)
        .filter(_ -> isAllowed("user", Map.of("username", username, "password", password)));
  }

  private boolean isAllowed(String username, Question question) {
    var form = new TreeMap<>(Map.of("username", username, "vhost", EmbeddedBroker.VIRTUAL_HOST));
    return switch (question) {
      case Question.VirtualHost(var name) -> {
        form.put("vhost", name);
        yield isAllowed("vhost", form);
      }
      case Question.Resource(var verb, var kind, var name) -> {
        form.putAll(Map.of("permission", lower(verb), "resource", lower(kind), "name", name));
        yield isAllowed("resource", form);
      }
      case Question.Topic(var exchange, var routingKey) -> {
        form.putAll(
            Map.of(
                "permission",
                lower(Question.Verb.WRITE),
                "resource",
                "topic",
                "name",
                exchange,
                "routing_key",
                routingKey));
        yield isAllowed("topic", form);
      }
    };
  }

  private boolean isAllowed(String path, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create(base + "/" + path + query))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body().startsWith("allow");
    } catch (IOException e) {
      LOG.warn("{} cannot be asked about at {}: {}", form.get("username"), base, e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
