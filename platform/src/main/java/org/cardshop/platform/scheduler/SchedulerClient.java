package org.cardshop.platform.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import org.cardshop.platform.warehouse.Trust;

/// Speaks with the scheduler in the name of one user. Logs in at the first call, and again when the
/// token has expired. Safe for many threads.
public final class SchedulerClient implements AutoCloseable {
  private final SchedulerApi api;
  private final String username;
  private final String password;
  private volatile String token = "";

  /// @param scheduler like `http://host:8000`
  public SchedulerClient(URI scheduler, String username, String password) {
    this(scheduler, new Trust.Platform(), username, password);
  }

  /// @param trust whose certificates the scheduler may show
  public SchedulerClient(URI scheduler, Trust trust, String username, String password) {
    this.api = new SchedulerApi(scheduler, trust);
    this.username = username;
    this.password = password;
  }

  /// @throws SchedulerException when the scheduler says no
  /// @throws IOException when it cannot be reached
  public ObjectNode get(String path) throws IOException, InterruptedException {
    return call(api.builder(path).GET());
  }

  public ObjectNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(api.withBody(path, "POST", body));
  }

  /// The same, of something that may be posted again when no answer came: with the same key it is
  /// made once.
  ///
  /// @param key anything that no other posting has, up to 200 characters
  public ObjectNode post(String path, ObjectNode body, String key)
      throws IOException, InterruptedException {
    return call(api.withBody(path, "POST", body).header("Idempotency-Key", key));
  }

  public ObjectNode patch(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(api.withBody(path, "PATCH", body));
  }

  /// A fresh access token, such as the warehouse takes as a password.
  public String accessToken() throws IOException, InterruptedException {
    login();
    return token;
  }

  @Override
  public void close() {
    api.close();
  }

  private ObjectNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      login();
    }
    try {
      return api.call(request.setHeader("token", token));
    } catch (SchedulerException e) {
      if (e.status() != SchedulerApi.UNAUTHORIZED) {
        throw e;
      }
      login();
      return api.call(request.setHeader("token", token));
    }
  }

  private void login() throws IOException, InterruptedException {
    token = api.authorize(username, password).access();
  }
}
