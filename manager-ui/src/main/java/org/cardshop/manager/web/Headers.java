package org.cardshop.manager.web;

import io.javalin.http.Context;

/// What browsers are told of every answer.
final class Headers {
  /// Nothing but what is our own, and nothing that stands in the page itself.
  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " manifest-src 'self'";

  /// The camera reads the labels of cards.
  private static final String PERMISSIONS =
      "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(),"
          + " display-capture=(), browsing-topics=()";

  private Headers() {}

  static void set(Context context) {
    context
        .header("Content-Security-Policy", CONTENT_SECURITY)
        .header("Permissions-Policy", PERMISSIONS)
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }
}
