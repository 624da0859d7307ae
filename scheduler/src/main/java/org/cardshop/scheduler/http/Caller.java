package org.cardshop.scheduler.http;

import java.util.Optional;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.platform.storage.User;

/// Who called.
///
/// @param reach how far their leave for this very action goes; never `NONE`
/// @param session the login that their token comes from; empty for an API token
public record Caller(User user, Reach reach, Optional<String> session) {
  /// Whether they may see what anybody made.
  public boolean reachesAll() {
    return reach == Reach.ALL;
  }

  /// Whether they may see what this user name made.
  public boolean reaches(String owner) {
    return reachesAll() || user.username().equals(owner);
  }
}
