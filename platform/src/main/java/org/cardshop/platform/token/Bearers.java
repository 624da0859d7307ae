package org.cardshop.platform.token;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.ApiTokenStore;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;

/// Tells whom a token stands for now: it is asked each time whether its session goes on and its
/// user is still one, so that what was taken away is useless at once. Safe for many threads.
public final class Bearers {
  /// Whom a token stands for.
  ///
  /// @param scopes all that may be done with it, of what the user may
  /// @param session the login that it comes from; empty for an API token
  public record Bearer(User user, Set<Action> scopes, Optional<String> session) {
    public Bearer {
      scopes = Set.copyOf(scopes);
    }
  }

  private static final Set<Action> ALL = EnumSet.allOf(Action.class);

  private final Tokens tokens;
  private final UserStore users;
  private final SessionStore sessions;
  private final ApiTokenStore apiTokens;
  private final InstantSource clock;

  public Bearers(Database database, UserStore users, InstantSource clock) {
    this.tokens = new Tokens(new KeyStore(database), clock);
    this.users = users;
    this.sessions = new SessionStore(database);
    this.apiTokens = new ApiTokenStore(database);
    this.clock = clock;
  }

  /// @param token an access token or an API token
  /// @throws TokenRefusedException when it stands for nobody; says why
  public Bearer of(String token) throws TokenRefusedException {
    if (ApiTokenStore.isOne(token)) {
      var made = apiTokens.find(token, clock.instant()).orElseThrow(Bearers::noSuchApiToken);
      return new Bearer(active(users.find(made.userId())), made.scopes(), Optional.empty());
    }
    return switch (tokens.check(token)) {
      case Claims.Access access -> new Bearer(user(access), ALL, Optional.of(access.session()));
      case Claims.Ticket _ ->
          throw new TokenRefusedException(
              "This is a ticket for the warehouse; log in for an access token.");
    };
  }

  /// The user of an access token that is well signed.
  ///
  /// @throws TokenRefusedException when it is void all the same
  public User user(Claims.Access access) throws TokenRefusedException {
    if (!sessions.isOpen(access.session(), clock.instant())) {
      throw new TokenRefusedException("The session of this token has ended. Log in again.");
    }
    return active(users.find(access.userId()));
  }

  /// @throws TokenRefusedException when they are no user any more
  public static User active(Optional<User> user) throws TokenRefusedException {
    return user.filter(User::active)
        .orElseThrow(() ->
            new TokenRefusedException(
                "The user of this token was deactivated or deleted. Ask a manager."));
  }

  private static TokenRefusedException noSuchApiToken() {
    return new TokenRefusedException("The API token is unknown, deleted or expired. Make another.");
  }
}
