package org.cardshop.manager.web;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.platform.scheduler.SignedInClient;

/// Somebody who signed in.
public final class Session {
  private final SignedInClient client;
  private final AtomicReference<Optional<Notice>> notice = new AtomicReference<>(Optional.empty());

  Session(SignedInClient client) {
    this.client = client;
  }

  public String username() {
    return client.claims().username();
  }

  /// Whether it makes sense to offer something; the scheduler decides when it is done.
  public boolean may(Action action) {
    return Permissions.of(client.claims().role(), action) != Reach.NONE;
  }

  SignedInClient client() {
    return client;
  }

  /// Keeps a sentence for the next page.
  void say(Notice said) {
    notice.set(Optional.of(said));
  }

  Optional<Notice> takeNotice() {
    return notice.getAndSet(Optional.empty());
  }
}
