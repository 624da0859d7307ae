package org.cardshop.manager.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Optional;

/// The cookies of one request. Over HTTPS they are bound to this host by their names (RFC 6265bis
/// §4.1.3.2); only by plain HTTP, as on one's own machine, browsers would not take them so.
record Cookies(Context context, boolean isSecure) {
  /// Until the browser is closed.
  private static final int BROWSER_SESSION = -1;

  Optional<String> read(String name) {
    return Optional.ofNullable(context.cookie(full(name))).filter(c -> !c.isEmpty());
  }

  void write(String name, String value) {
    write(name, value, BROWSER_SESSION);
  }

  void write(String name, String value, Duration life) {
    write(name, value, (int) life.toSeconds());
  }

  void delete(String name) {
    write(name, "", 0);
  }

  private void write(String name, String value, int seconds) {
    context.cookie(new Cookie(full(name), value, "/", seconds, isSecure, true, null, SameSite.LAX));
  }

  private String full(String name) {
    return (isSecure ? "__Host-" : "") + name;
  }
}
