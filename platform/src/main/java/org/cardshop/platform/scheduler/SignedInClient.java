package org.cardshop.platform.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.wire.Json;

/// Speaks with the scheduler in the name of a person who signed in, as long as their tokens can be
/// renewed; then every call ends with 401. Safe for many threads.
public final class SignedInClient {
  private final SchedulerApi api;
  private final Claims.Access claims;
  private volatile TokenPair tokens;

  SignedInClient(SchedulerApi api, TokenPair tokens, Claims.Access claims) {
    this.api = api;
    this.tokens = tokens;
    this.claims = claims;
  }

  /// Who it is, as of the login.
  public Claims.Access claims() {
    return claims;
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

  /// Ends the session: the tokens are void from now on.
  ///
  /// @throws SchedulerException when it had ended before
  /// @throws IOException when the scheduler cannot be reached
  public void signOut() throws IOException, InterruptedException {
    post("/auth/logout", Json.object().put("everywhere", false));
  }

  private ObjectNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    var used = tokens;
    try {
      return api.call(request.setHeader("token", used.access()));
    } catch (SchedulerException e) {
      if (e.status() != SchedulerApi.UNAUTHORIZED) {
        throw e;
      }
      return api.call(request.setHeader("token", renewed(used).access()));
    }
  }

  /// A refresh token is good for one renewal: of many calls that met the end of the access token,
  /// one renews it for all.
  private synchronized TokenPair renewed(TokenPair used) throws IOException, InterruptedException {
    if (tokens.equals(used)) {
      tokens = api.renew(used);
    }
    return tokens;
  }
}
