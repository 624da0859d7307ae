package org.cardshop.platform.token;

import org.cardshop.core.identity.Claims;

/// Where tickets and tokens come from.
@FunctionalInterface
public interface Tickets {
  /// A text that proves these claims to whoever checks it.
  String issue(Claims claims);
}
