package org.cardshop.scheduler.http;

import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.platform.token.Bearers;
import org.cardshop.platform.token.Bearers.Bearer;
import org.cardshop.platform.token.TokenRefusedException;

/// The one place where it is checked who calls and whether they may.
public final class Gate {
  private final Bearers bearers;

  public Gate(Bearers bearers) {
    this.bearers = bearers;
  }

  /// Whom the token stands for now.
  ///
  /// @throws HttpProblem 401 when it stands for nobody
  Bearer identify(Optional<String> token) {
    try {
      return bearers.of(
          token.orElseThrow(() ->
              HttpProblem.unauthorized(
                  "This needs a login: send the access token in the header 'token' or as"
                      + " 'Authorization: Bearer'.")));
    } catch (TokenRefusedException e) {
      throw HttpProblem.unauthorized(String.valueOf(e.getMessage()));
    }
  }

  /// @throws HttpProblem 403 when they may not
  Caller admit(Bearer bearer, Action action) {
    var user = bearer.user();
    var reach = Permissions.of(user.role(), action);
    if (reach == Reach.NONE) {
      throw HttpProblem.forbidden(
          "The role " + user.role().wire() + " of " + user.username() + " does not allow this.");
    }
    if (!bearer.scopes().contains(action)) {
      throw HttpProblem.forbidden(
          "This API token lacks the scope " + action.wire() + ", which this needs.");
    }
    return new Caller(user, reach, bearer.session());
  }
}
