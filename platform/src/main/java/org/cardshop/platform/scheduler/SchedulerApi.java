package org.cardshop.platform.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// One scheduler, spoken to in anybody's name. Safe for many threads.
public final class SchedulerApi implements AutoCloseable {
  static final int UNAUTHORIZED = 401;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI scheduler;

  /// @param scheduler like `http://host:8000`
  public SchedulerApi(URI scheduler) {
    this(scheduler, new Trust.Platform());
  }

  /// @param trust whose certificates it may show
  public SchedulerApi(URI scheduler, Trust trust) {
    this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).sslContext(trust.context()).build();
    this.scheduler = scheduler;
  }

  /// Logs in; the password is not kept.
  ///
  /// @param forwarded where the person is who typed it, as `X-Forwarded-For` says it
  /// @throws SchedulerException 401 when the name or the password is wrong
  /// @throws IOException when the scheduler cannot be reached
  public Login logIn(String username, String password, String forwarded)
      throws IOException, InterruptedException {
    return login(pair(call(login(username, password).header("X-Forwarded-For", forwarded))));
  }

  /// The login with fresh tokens; its own are spent.
  ///
  /// @throws SchedulerException 401 when its session has ended
  /// @throws IOException when the scheduler cannot be reached
  public Login renew(Login spent) throws IOException, InterruptedException {
    return login(renew(spent.tokens()));
  }

  /// Speaks in the name of whoever logged in.
  public SignedInClient as(Login login, SignedInClient.Renewal renewal) {
    return new SignedInClient(this, login, renewal);
  }

  private Login login(TokenPair tokens) throws IOException, InterruptedException {
    var headers = builder("/auth/validate").header("access-token", tokens.access());
    var claims = new Fields(call(headers.POST(BodyPublishers.noBody())));
    return switch (ClaimsJson.read(claims)) {
      case Claims.Access access -> new Login(tokens, access);
      case Claims.Ticket _ -> throw new MalformedException("a login gave a ticket");
    };
  }

  @Override
  public void close() {
    http.close();
  }

  TokenPair authorize(String username, String password) throws IOException, InterruptedException {
    return pair(call(login(username, password)));
  }

  private HttpRequest.Builder login(String username, String password) {
    var body = Json.object().put("username", username).put("password", password);
    return withBody("/auth/authorize", "POST", body);
  }

  TokenPair renew(TokenPair spent) throws IOException, InterruptedException {
    var body = Json.object().put("refresh_token", spent.refresh());
    return pair(call(withBody("/auth/token", "POST", body)));
  }

  HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(scheduler.resolve(path)).timeout(TIMEOUT);
  }

  HttpRequest.Builder withBody(String path, String method, ObjectNode body) {
    return builder(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  /// @throws SchedulerException when the scheduler says no
  /// @throws IOException when it cannot be reached
  ObjectNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    return body(http.send(request.build(), BodyHandlers.ofByteArray()));
  }

  /// An answer that goes on until it is closed.
  ///
  /// @throws SchedulerException when the scheduler says no
  InputStream stream(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() / 100 != 2) {
      try (var body = answer.body()) {
        throw refusal(answer.statusCode(), body.readAllBytes(), answer.uri());
      }
    }
    return answer.body();
  }

  private static TokenPair pair(ObjectNode answer) {
    var fields = new Fields(answer);
    return new TokenPair(fields.text("access_token"), fields.text("refresh_token"));
  }

  private static ObjectNode body(HttpResponse<byte[]> answer) throws SchedulerException {
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer.statusCode(), answer.body(), answer.uri());
    }
    try {
      return answer.body().length == 0 ? Json.object() : Json.parseObject(answer.body());
    } catch (MalformedException e) {
      throw noJson(answer.statusCode(), answer.uri());
    }
  }

  private static SchedulerException refusal(int status, byte[] body, URI uri) {
    try {
      var json = body.length == 0 ? Json.object() : Json.parseObject(body);
      return new SchedulerException(
          status, json.path("error").asText("status " + status), fields(json));
    } catch (MalformedException e) {
      return noJson(status, uri);
    }
  }

  private static SchedulerException noJson(int status, URI uri) {
    return new SchedulerException(status, "the answer of " + uri + " is not JSON", List.of());
  }

  private static List<FieldProblem> fields(ObjectNode problem) {
    var fields = new ArrayList<FieldProblem>();
    for (var field : problem.path("fields")) {
      fields.add(new FieldProblem(field.path("field").asText(), field.path("error").asText()));
    }
    return fields;
  }
}
