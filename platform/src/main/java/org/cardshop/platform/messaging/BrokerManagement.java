package org.cardshop.platform.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.cardshop.platform.wire.Json;

/// RabbitMQ's management API, as far as it shows who is connected and throws them out. The login
/// must be an administrator's.
public final class BrokerManagement implements Door {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Someone who is connected.
  ///
  /// @param connection names the connection
  /// @param since by the broker's clock
  private record Guest(String connection, String user, Instant since) {}

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI base;
  private final String credentials;

  /// @param base as in `http://rabbitmq:15672`
  public BrokerManagement(URI base, String username, String password) {
    this.base = base;
    var pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.credentials = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public List<String> throwOut(BiPredicate<String, Instant> mayStay, String reason)
      throws IOException, InterruptedException {
    var own = ownUsers();
    var out = new ArrayList<String>();
    for (var guest : guests()) {
      if (!own.contains(guest.user()) && !mayStay.test(guest.user(), guest.since())) {
        close(guest, reason);
        out.add(guest.user());
      }
    }
    return out;
  }

  private List<Guest> guests() throws IOException, InterruptedException {
    return StreamSupport.stream(get("/api/connections").spliterator(), false)
        // One that has not logged in yet has no user, and closes by itself.
        .filter(c -> c.hasNonNull("user") && c.hasNonNull("connected_at"))
        .map(c ->
            new Guest(
                c.path("name").asText(),
                c.path("user").asText(),
                Instant.ofEpochMilli(c.path("connected_at").asLong())))
        .toList();
  }

  private Set<String> ownUsers() throws IOException, InterruptedException {
    return StreamSupport.stream(get("/api/users").spliterator(), false)
        .map(user -> user.path("name").asText())
        .collect(Collectors.toSet());
  }

  /// Does nothing when the connection is gone.
  private void close(Guest guest, String reason) throws IOException, InterruptedException {
    var name = URLEncoder.encode(guest.connection(), StandardCharsets.UTF_8).replace("+", "%20");
    send(request("/api/connections/" + name).header("X-Reason", reason).DELETE());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    try {
      return Json.MAPPER.readTree(send(request(path).GET()));
    } catch (JsonProcessingException e) {
      throw new IOException("the broker's management API at " + base + " does not speak JSON", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", credentials);
  }

  private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofByteArray());
    int status = answer.statusCode();
    if (status / 100 != 2 && status != 404) {
      throw new IOException(
          "the broker's management API at " + base + " answered with status " + status);
    }
    return status == 404 ? "[]".getBytes(StandardCharsets.UTF_8) : answer.body();
  }
}
