package org.cardshop.warehouse.ftp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import org.apache.ftpserver.impl.FtpIoSession;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows out who may not stay: it is asked again of each token whether it still holds. One that
/// runs out in the middle of a transfer lets that transfer end, within [#GRACE].
final class Patrol {
  /// A whole image over a slow line takes longer than a token lives.
  static final Duration GRACE = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

  private final Doorkeeper doorkeeper;
  private final InstantSource clock;

  Patrol(Doorkeeper doorkeeper, InstantSource clock) {
    this.doorkeeper = doorkeeper;
    this.clock = clock;
  }

  void walk(Collection<FtpIoSession> sessions) {
    var mayStay = new HashMap<String, Boolean>();
    for (var session : sessions) {
      if (session.getFileSystemView() instanceof Visit visit) {
        var visitor = visit.visitor();
        if (!mayStay.computeIfAbsent(visitor.token(), _ -> mayStay(visitor))) {
          LOG.info("{} was shown out: the token does not hold any more", visitor);
          session.getDataConnection().closeDataConnection();
          session.closeNow();
        }
      }
    }
  }

  private boolean mayStay(Visitor visitor) {
    var now = clock.instant();
    var expires = visitor.claims().expires();
    if (!now.isBefore(expires)) {
      return now.isBefore(expires.plus(GRACE));
    }
    try {
      doorkeeper.admit(visitor.username(), visitor.token());
      return true;
    } catch (Refusal e) {
      // Who cannot be asked about stays: an outage of the scheduler ends no transfer.
      return e.code() != 530;
    }
  }
}
