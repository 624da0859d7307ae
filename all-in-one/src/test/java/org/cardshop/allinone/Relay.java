package org.cardshop.allinone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A network line to a port of this machine that falls silent while the test says so, without being
/// cut.
final class Relay implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile BooleanSupplier silent = () -> false;

  /// @param port where the line leads
  Relay(int port) throws IOException {
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /// While this holds, what a client sends does not go on.
  void silentWhile(BooleanSupplier condition) {
    silent = condition;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, true));
        Thread.ofVirtual().start(() -> pump(server, client, false));
      } catch (IOException e) {
        return; // the door is closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean mayFallSilent) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var buffer = new byte[1 << 14];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        while (mayFallSilent && silent.getAsBoolean()) {
          if (closed.await(10, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // one side has gone, the other is closed with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    door.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
