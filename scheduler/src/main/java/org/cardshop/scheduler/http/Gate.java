package org.cardshop.scheduler.http;

import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.token.TokenRefusedException;
import org.cardshop.platform.token.Tokens;

/// The one place where it is checked who calls and whether they may.
public final class Gate {
  private final Tokens tokens;
  private final UserStore users;

  public Gate(Tokens tokens, UserStore users) {
    this.tokens = tokens;
    this.users = users;
  }

  /// @param token the caller's access token
  /// @throws HttpProblem when they may not
  public Caller admit(Optional<String> token, Action action) {
    var user =
        user(
            token.orElseThrow(() ->
                HttpProblem.unauthorized(
                    "This needs a login: send the access token in the header 'token' or as"
                        + " 'Authorization: Bearer'.")));
    var reach = Permissions.of(user.role(), action);
    if (reach == Reach.NONE) {
      throw HttpProblem.forbidden(
          "The role " + user.role().wire() + " of " + user.username() + " does not allow this.");
    }
    return new Caller(user, reach);
  }

  /// The user as they are now: the token may be older than a change of theirs.
  private User user(String token) {
    try {
      return switch (tokens.check(token)) {
        case Claims.Access access -> active(access.userId());
        case Claims.Ticket _ ->
            throw HttpProblem.unauthorized(
                "This is a ticket for the warehouse; log in for an access token.");
      };
    } catch (TokenRefusedException e) {
      throw HttpProblem.unauthorized(String.valueOf(e.getMessage()));
    }
  }

  private User active(String id) {
    return users
        .find(id)
        .filter(User::active)
        .orElseThrow(() ->
            HttpProblem.unauthorized(
                "The user of this token was deactivated or deleted. Ask a manager."));
  }
}
