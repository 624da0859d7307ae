package org.cardshop.platform.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// Speaks with the scheduler in the name of one user. Logs in at the first call, and again when the
/// token has expired. Safe for many threads.
public final class SchedulerClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int UNAUTHORIZED = 401;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI scheduler;
  private final String username;
  private final String password;
  private volatile String token = "";

  /// @param scheduler like `http://host:8000`
  public SchedulerClient(URI scheduler, String username, String password) {
    this.scheduler = scheduler;
    this.username = username;
    this.password = password;
  }

  /// @throws SchedulerException when the scheduler says no
  /// @throws IOException when it cannot be reached
  public ObjectNode get(String path) throws IOException, InterruptedException {
    return call(HttpRequest.newBuilder(scheduler.resolve(path)).GET());
  }

  public ObjectNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(withBody(path, "POST", body));
  }

  public ObjectNode patch(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(withBody(path, "PATCH", body));
  }

  /// A fresh access token, such as the warehouse takes as a password.
  public String accessToken() throws IOException, InterruptedException {
    login();
    return token;
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder withBody(String path, String method, ObjectNode body) {
    return HttpRequest.newBuilder(scheduler.resolve(path))
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  private ObjectNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      login();
    }
    var answer = send(request);
    if (answer.statusCode() == UNAUTHORIZED) {
      login();
      answer = send(request);
    }
    return body(answer);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.setHeader("token", token).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
  }

  private void login() throws IOException, InterruptedException {
    var body = Json.object().put("username", username).put("password", password);
    var request = withBody("/auth/authorize", "POST", body).timeout(TIMEOUT).build();
    token = new Fields(body(http.send(request, BodyHandlers.ofByteArray()))).text("access_token");
  }

  private static ObjectNode body(HttpResponse<byte[]> answer) throws SchedulerException {
    try {
      var json = answer.body().length == 0 ? Json.object() : Json.parseObject(answer.body());
      if (answer.statusCode() / 100 != 2) {
        throw new SchedulerException(
            answer.statusCode(), json.path("error").asText("status " + answer.statusCode()));
      }
      return json;
    } catch (MalformedException e) {
      throw new SchedulerException(
          answer.statusCode(), "the answer of " + answer.uri() + " is not JSON");
    }
  }
}
