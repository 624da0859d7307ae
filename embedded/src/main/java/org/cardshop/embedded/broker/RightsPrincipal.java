package org.cardshop.embedded.broker;

import java.security.Principal;
import java.util.Optional;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/// Carries what somebody may do from their login to where Qpid asks.
record RightsPrincipal(String username, Rights rights) implements Principal {
  /// Empty for who did not log in as a user of the broker.
  static Optional<RightsPrincipal> of(@Nullable Subject subject) {
    return subject == null
        ? Optional.empty()
        : subject.getPrincipals(RightsPrincipal.class).stream().findFirst();
  }

  /// Whether they are one of the broker's own users.
  boolean mayDoAll() {
    return rights.equals(Rights.ALL);
  }

  @Override
  public String getName() {
    return username;
  }
}
