package org.cardshop.manager.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.cardshop.platform.scheduler.Login;

/// What a browser's sealed cookie says of it. The manager itself keeps nothing.
///
/// @param secret of which the tokens of forms are made; another one after each sign-in
/// @param seen when it was last noted that the browser came
/// @param login who signed in, if anybody
record Session(String secret, Instant seen, Optional<Login> login) {
  /// Nobody is taken for who they were after so long without a request.
  static final Duration IDLE = Duration.ofHours(12);

  /// How old the note of the last request may get.
  static final Duration NOTED = Duration.ofMinutes(5);

  /// Access tokens are renewed so long before they are void.
  static final Duration EARLY = Duration.ofMinutes(5);

  boolean isIdle(Instant now) {
    return seen.plus(IDLE).isBefore(now);
  }

  /// Whether the cookie may go back as it is but for the time. Not while some other request may
  /// have renewed the tokens, which must not be replaced by the old ones.
  boolean isToBeNoted(Instant now) {
    return login.isPresent() && seen.plus(NOTED).isBefore(now) && !isToBeRenewed(now);
  }

  boolean isToBeRenewed(Instant now) {
    return login.filter(l -> !l.claims().expires().minus(EARLY).isAfter(now)).isPresent();
  }

  Session seenAt(Instant now) {
    return new Session(secret, now, login);
  }

  Session with(Login renewed, Instant now) {
    return new Session(secret, now, Optional.of(renewed));
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return login.map(Login::toString).orElse("nobody") + ", seen " + seen;
  }
}
