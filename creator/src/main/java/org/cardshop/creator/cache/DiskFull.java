package org.cardshop.creator.cache;

import java.util.Locale;

/// Tells a full disk from other failures: trying again at once does not help, and nothing is wrong
/// with what was to be written.
public final class DiskFull {
  private DiskFull() {}

  /// Whether a full disk, or a quota that is used up, is at the bottom of it. Java tells ENOSPC and
  /// EDQUOT by their texts alone.
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      var text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains("no space left") || text.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }
}
