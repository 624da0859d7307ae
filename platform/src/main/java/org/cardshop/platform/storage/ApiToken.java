package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Set;
import org.cardshop.core.identity.Action;

/// A token that a person made for a program of theirs. Without the secret.
///
/// @param id 24 hex digits
/// @param name what it is for
/// @param scopes what may be done with it, of what its user may
public record ApiToken(
    String id, String userId, String name, Set<Action> scopes, Instant created, Instant expires) {
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }
}
