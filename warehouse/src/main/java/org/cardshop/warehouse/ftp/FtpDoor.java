package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerConfigurationException;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.tls.Identity;

/// The listening FTP server.
public final class FtpDoor implements AutoCloseable {
  private static final String NAME = "default";

  /// Sessions at once; each has a thread while it transfers.
  private static final int MOST_SESSIONS = 200;

  private final FtpServer server;
  private final Listener listener;
  private final Patrol patrol;

  private FtpDoor(FtpServer server, Listener listener, Patrol patrol) {
    this.server = server;
    this.listener = listener;
    this.patrol = patrol;
  }

  /// @param port 0 takes any
  /// @param passivePorts like `2122-2221`; `0` takes any
  public static FtpDoor open(
      String bind,
      int port,
      String passivePorts,
      Identity tls,
      Commands commands,
      Doorkeeper doorkeeper,
      Limits limits,
      InstantSource clock)
      throws IOException {
    var data = new DataConnectionConfigurationFactory();
    data.setActiveEnabled(false);
    data.setPassivePorts(passivePorts);
    data.setPassiveIpCheck(true);
    data.setIdleTime((int) limits.stall().toSeconds());
    data.setSslConfiguration(tls.forData(Activity::accepted));
    var listening = new ListenerFactory();
    listening.setServerAddress(bind);
    listening.setPort(port);
    listening.setIdleTimeout(0); // the patrol looks
    listening.setSslConfiguration(tls);
    listening.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
    listening.setSessionFilter(new Crowd(clock));
    var listener = listening.createListener();
    return start(listener, commands, new Patrol(doorkeeper, limits, clock), bind + ":" + port);
  }

  public int port() {
    return listener.getPort();
  }

  /// Shows out who takes too long.
  public void look() {
    patrol.look(listener.getActiveSessions());
  }

  /// Shows out whose token does not hold any more.
  public void ask() {
    patrol.ask(listener.getActiveSessions());
  }

  /// Cuts off every session; what they had uploaded stays and is gone on with later.
  @Override
  public void close() {
    for (var session : listener.getActiveSessions()) {
      Patrol.showOut(session, "the warehouse closes");
    }
    server.stop();
  }

  private static FtpDoor start(Listener listener, Commands commands, Patrol patrol, String address)
      throws IOException {
    var connections = new ConnectionConfigFactory();
    connections.setAnonymousLoginEnabled(false);
    connections.setMaxLogins(MOST_SESSIONS);
    connections.setMaxThreads(MOST_SESSIONS);
    var factory = new FtpServerFactory();
    // FtpServer empties the map when it stops.
    factory.setListeners(new HashMap<>(Map.of(NAME, listener)));
    factory.setUserManager(new NoAccounts());
    factory.setCommandFactory(commands.factory());
    factory.setConnectionConfig(connections.createConnectionConfig());
    var server = factory.createServer();
    try {
      server.start();
      return new FtpDoor(server, listener, patrol);
    } catch (FtpException | FtpServerConfigurationException e) {
      throw new IOException(
          "The warehouse cannot listen on "
              + address
              + "; is something else there? Set CARDSHOP_FTP_PORT to a free port",
          e);
    }
  }
}
