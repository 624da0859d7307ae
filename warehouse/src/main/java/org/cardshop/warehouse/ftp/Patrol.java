package org.cardshop.warehouse.ftp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import org.apache.ftpserver.impl.FtpIoSession;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.ftp.Limits.Presence;
import org.cardshop.warehouse.ftp.Limits.Stay;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows out who may not stay: who takes too long, and whose token does not hold any more, which is
/// asked again of each. Never waits for a visitor.
final class Patrol {
  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

  private final Doorkeeper doorkeeper;
  private final Limits limits;
  private final InstantSource clock;

  Patrol(Doorkeeper doorkeeper, Limits limits, InstantSource clock) {
    this.doorkeeper = doorkeeper;
    this.limits = limits;
    this.clock = clock;
  }

  /// Looks who takes too long. Asks nobody.
  void look(Collection<FtpIoSession> sessions) {
    var now = clock.instant();
    for (var session : sessions) {
      switch (limits.of(presence(session, now), now)) {
        case Stay.On _ -> {}
        case Stay.Cut(var why) -> {
          LOG.info("a transfer of {} was ended: {}", name(session), why);
          cut(session, why);
        }
        case Stay.Out(var why) -> showOut(session, why);
      }
    }
  }

  /// Asks whether the tokens hold. Once nobody can say, nobody is asked about until the next time:
  /// an outage of the scheduler ends no transfer.
  void ask(Collection<FtpIoSession> sessions) {
    var holds = new HashMap<String, Boolean>();
    for (var session : sessions) {
      if (session.getFileSystemView() instanceof Visit visit && !visit.activity().isExpired()) {
        var visitor = visit.visitor();
        try {
          if (!holds.containsKey(visitor.token())) {
            doorkeeper.admit(visitor.username(), visitor.token());
            holds.put(visitor.token(), true);
          }
        } catch (Refusal e) {
          if (e.code() != 530) {
            return;
          }
          holds.put(visitor.token(), false);
        }
        if (!holds.getOrDefault(visitor.token(), true)) {
          showOut(session, "the token does not hold any more");
        }
      }
    }
  }

  /// Ends a session and what it is at, without waiting for either.
  static void showOut(FtpIoSession session, String why) {
    LOG.info("{} was shown out: {}", name(session), why);
    cut(session, why);
    session.closeNow();
  }

  private static void cut(FtpIoSession session, String why) {
    if (session.getFileSystemView() instanceof Visit visit) {
      visit.activity().cut(why);
      // It waits for a connection that is just being made.
      Thread.startVirtualThread(session.getDataConnection()::closeDataConnection);
    }
  }

  private static Presence presence(FtpIoSession session, Instant now) {
    return session.getFileSystemView() instanceof Visit visit
        ? visit.activity().presence()
        : new Presence.Stranger(
            session.getAttribute(Crowd.SINCE) instanceof Instant since ? since : now);
  }

  private static String name(FtpIoSession session) {
    return session.getFileSystemView() instanceof Visit visit
        ? visit.visitor().username()
        : "somebody at " + session.getRemoteAddress();
  }
}
