package org.cardshop.warehouse.ftp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.ipfilter.SessionFilter;
import org.apache.mina.core.session.IoSession;

/// Keeps one address, and one user, from taking all the room.
final class Crowd implements SessionFilter {
  /// A site of many hosts may be behind one address.
  static final int MOST_OF_AN_ADDRESS = 100;

  /// A host of many slots downloads over some connections at once.
  static final int MOST_OF_A_USER = 50;

  /// Attribute of a session: when it began.
  static final String SINCE = "cardshop.since";

  private final InstantSource clock;

  Crowd(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public boolean accept(IoSession newcomer) {
    newcomer.setAttribute(SINCE, clock.instant());
    var address = address(newcomer.getRemoteAddress());
    // The newcomer is among them.
    return newcomer.getService().getManagedSessions().values().stream()
            .filter(session -> address(session.getRemoteAddress()).equals(address))
            .limit(MOST_OF_AN_ADDRESS + 1L)
            .count()
        <= MOST_OF_AN_ADDRESS;
  }

  /// Whether one more session of the user has room.
  static boolean hasRoom(FtpIoSession session, String username) {
    return session.getListener().getActiveSessions().stream()
            .filter(other -> other.getUser() != null && other.getUser().getName().equals(username))
            .limit(MOST_OF_A_USER)
            .count()
        < MOST_OF_A_USER;
  }

  private static Optional<InetAddress> address(SocketAddress socket) {
    return socket instanceof InetSocketAddress internet
        ? Optional.of(internet.getAddress())
        : Optional.empty();
  }
}
