package org.cardshop.manager.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.manager.web.Form;
import org.cardshop.platform.wire.Fields;

/// One's own account.
///
/// @param password the form for another one
/// @param token the form for another API token
/// @param made the text of the API token that was just made; empty when none was
public record Profile(
    String username,
    Role role,
    String channel,
    List<OpenSession> sessions,
    List<ApiToken> tokens,
    Form password,
    Form token,
    String made) {
  /// A token for a program of one's own.
  public record ApiToken(String id, String name, List<String> scopes, Instant expires) {
    static ApiToken of(Fields token) {
      var scopes = new ArrayList<String>();
      token.list("scopes").forEach(scope -> scopes.add(scope.asText()));
      return new ApiToken(
          token.text("_id"), token.text("name"), List.copyOf(scopes), token.instant("expires"));
    }
  }

  /// A sign-in that has not ended.
  ///
  /// @param isCurrent whether it is the one that asks
  public record OpenSession(
      String id, Instant opened, Instant used, Instant expires, boolean isCurrent) {
    static OpenSession of(Fields session) {
      return new OpenSession(
          session.text("_id"),
          session.instant("opened_at"),
          session.instant("used_at"),
          session.instant("expires"),
          session.flag("current"));
    }
  }

  public Profile {
    sessions = List.copyOf(sessions);
    tokens = List.copyOf(tokens);
  }

  /// What may be given to a token: never the account itself.
  public List<String> scopes() {
    return List.of(Action.values()).stream()
        .filter(a -> a != Action.OWN_ACCOUNT && Permissions.of(role, a) != Reach.NONE)
        .map(Action::wire)
        .toList();
  }
}
