package org.cardshop.allinone;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to a server on this machine, with a gate for what clients say.
final class Passage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private final ServerSocket door;
  private final int behind;
  private final Gate gate = new Gate();

  /// @param behind the port of the server
  Passage(int behind) throws IOException {
    this.behind = behind;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("passage").start(this::receive);
  }

  int port() {
    return door.getLocalPort();
  }

  Gate gate() {
    return gate;
  }

  @Override
  public void close() throws IOException {
    door.close();
    gate.open();
  }

  private void receive() {
    while (!door.isClosed()) {
      try {
        lead(door.accept());
      } catch (IOException e) {
        LOG.debug("closed, or the server behind is away: the client sees its connection end", e);
      }
    }
  }

  private void lead(Socket client) throws IOException {
    try {
      var server = new Socket(InetAddress.getLoopbackAddress(), behind);
      Thread.ofVirtual().start(() -> carry(client, server, gate));
      Thread.ofVirtual().start(() -> carry(server, client, new Gate()));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /// Whichever side ends, both do.
  private static void carry(Socket from, Socket to, Gate gate) {
    try (Closeable _ = from;
        Closeable _ = to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var buffer = new byte[65536];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        gate.pass();
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // one side is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
