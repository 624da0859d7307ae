package org.cardshop.manager.web;

import java.time.Duration;
import java.util.Optional;
import org.cardshop.core.identity.Action;

/// What every page has around its own content.
///
/// @param session who reads it, when somebody has signed in
/// @param formToken what every form must bring back
/// @param refresh after which time the page asks for itself again
public record Frame(
    Texts texts,
    Optional<Session> session,
    String formToken,
    Optional<Notice> notice,
    Optional<Duration> refresh) {
  public String text(String key, Object... values) {
    return texts.of(key, values);
  }

  public boolean may(Action action) {
    return session.filter(s -> s.may(action)).isPresent();
  }

  Frame refreshing(Duration after) {
    return new Frame(texts, session, formToken, notice, Optional.of(after));
  }
}
