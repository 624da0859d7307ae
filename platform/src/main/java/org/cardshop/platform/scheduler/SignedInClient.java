package org.cardshop.platform.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.wire.Json;

/// Speaks with the scheduler in the name of a person who signed in, as long as their tokens can be
/// renewed; then every call ends with 401. Safe for many threads.
public final class SignedInClient {
  /// Gets fresh tokens for those that are spent.
  public interface Renewal {
    /// @throws SchedulerException 401 when there are none any more
    Login renew(Login spent) throws IOException, InterruptedException;
  }

  private final SchedulerApi api;
  private final Renewal renewal;
  private volatile Login login;

  SignedInClient(SchedulerApi api, Login login, Renewal renewal) {
    this.api = api;
    this.login = login;
    this.renewal = renewal;
  }

  /// Who it is, as of the last renewal.
  public Claims.Access claims() {
    return login.claims();
  }

  /// What it shows now; another one after a renewal.
  public Login login() {
    return login;
  }

  /// The same person as long as the present access token is good, and no longer: every call after
  /// that ends with 401. For what lasts while the tokens are kept, and renewed, elsewhere.
  public SignedInClient asItIs() {
    return new SignedInClient(
        api,
        login,
        spent -> {
          throw new SchedulerException(
              SchedulerApi.UNAUTHORIZED, "The access token is void.", List.of());
        });
  }

  /// @throws SchedulerException when the scheduler says no
  /// @throws IOException when it cannot be reached
  public ObjectNode get(String path) throws IOException, InterruptedException {
    return call(api.builder(path).GET());
  }

  public ObjectNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(api.withBody(path, "POST", body));
  }

  /// Posts what shall happen once only, however often it is posted.
  public ObjectNode post(String path, ObjectNode body, String idempotencyKey)
      throws IOException, InterruptedException {
    return call(api.withBody(path, "POST", body).header("Idempotency-Key", idempotencyKey));
  }

  public ObjectNode patch(String path, ObjectNode body) throws IOException, InterruptedException {
    return call(api.withBody(path, "PATCH", body));
  }

  public ObjectNode delete(String path) throws IOException, InterruptedException {
    return call(api.builder(path).DELETE());
  }

  /// Listens to what changes, from now on.
  ///
  /// @param after the id of the last event that is known; empty for what is to come only
  /// @throws SchedulerException when the scheduler says no
  /// @throws IOException when it cannot be reached
  public EventStream events(Optional<String> after) throws IOException, InterruptedException {
    var request = api.builder("/events").GET();
    after.ifPresent(id -> request.header("Last-Event-ID", id));
    return new EventStream(api.stream(request.setHeader("token", login.tokens().access())));
  }

  /// Gets fresh tokens now, before the present ones are void.
  ///
  /// @throws SchedulerException 401 when there are none any more
  public void renew() throws IOException, InterruptedException {
    var _ = renewed(login);
  }

  /// Ends the session: the tokens are void from now on.
  ///
  /// @throws SchedulerException when it had ended before
  /// @throws IOException when the scheduler cannot be reached
  public void signOut() throws IOException, InterruptedException {
    post("/auth/logout", Json.object().put("everywhere", false));
  }

  private ObjectNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    var used = login;
    try {
      return api.call(request.setHeader("token", used.tokens().access()));
    } catch (SchedulerException e) {
      if (e.status() != SchedulerApi.UNAUTHORIZED) {
        throw e;
      }
      return api.call(request.setHeader("token", renewed(used).tokens().access()));
    }
  }

  /// A refresh token is good for one renewal: of many calls that met the end of the access token,
  /// one renews it for all.
  private synchronized Login renewed(Login used) throws IOException, InterruptedException {
    if (login.equals(used)) {
      login = renewal.renew(used);
    }
    return login;
  }
}
