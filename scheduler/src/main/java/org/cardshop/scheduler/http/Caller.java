package org.cardshop.scheduler.http;

import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.platform.storage.User;

/// Who called.
///
/// @param reach how far their leave for this very action goes; never `NONE`
public record Caller(User user, Reach reach) {
  /// Whether they may see what this user name made.
  public boolean reaches(String owner) {
    return reach == Reach.ALL || user.username().equals(owner);
  }
}
