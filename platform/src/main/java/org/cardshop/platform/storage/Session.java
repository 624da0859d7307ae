package org.cardshop.platform.storage;

/// What became of a refresh token that was shown.
///
/// @see SessionStore
public sealed interface Session {
  /// The session goes on.
  ///
  /// @param id the session's
  /// @param refreshToken the next one; tells all that the session may, so never log it
  record Alive(String id, String userId, String refreshToken) implements Session {
    /// Tells no secret.
    @Override
    public String toString() {
      return "session of " + userId;
    }
  }

  /// The token is unknown, its session has ended, or it ends now for want of time.
  record Over() implements Session {}

  /// The token was spent long ago: two have it, and one of them has stolen it. The session was
  /// ended.
  record Stolen(String userId) implements Session {}
}
