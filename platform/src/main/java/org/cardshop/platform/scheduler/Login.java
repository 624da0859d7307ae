package org.cardshop.platform.scheduler;

import org.cardshop.core.identity.Claims;

/// Somebody who logged in: what they show, and what it says of them.
public record Login(TokenPair tokens, Claims.Access claims) {
  /// Tells no secret.
  @Override
  public String toString() {
    return "the login of " + claims.username();
  }
}
