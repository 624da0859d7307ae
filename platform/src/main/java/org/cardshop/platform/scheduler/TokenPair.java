package org.cardshop.platform.scheduler;

/// What a login gives (design §7).
///
/// @param refresh good for one more pair
public record TokenPair(String access, String refresh) {
  /// Tells no secret.
  @Override
  public String toString() {
    return "a pair of tokens";
  }
}
