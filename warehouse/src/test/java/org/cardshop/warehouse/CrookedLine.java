package org.cardshop.warehouse;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// While it is open, all that this process sends over sockets to servers goes by way of it (SOCKS
/// 5, RFC 1928), control and data connections alike. Turns over a bit of long transfers.
final class CrookedLine extends ProxySelector implements AutoCloseable {
  /// Beyond what handshakes and answers take.
  private static final int AT = 200_000;

  private static final int IPV4 = 1;

  /// How many transfers are still to be damaged.
  final AtomicInteger flips = new AtomicInteger();

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ProxySelector before = ProxySelector.getDefault();

  CrookedLine() throws IOException {
    Thread.ofVirtual().start(this::accept);
    ProxySelector.setDefault(this);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        "socket".equals(uri.getScheme())
            ? new Proxy(Proxy.Type.SOCKS, door.getLocalSocketAddress())
            : Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
    throw new AssertionError(uri + " by way of " + proxy, e);
  }

  @Override
  public void close() throws IOException {
    ProxySelector.setDefault(before);
    door.close();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        Thread.ofVirtual().start(() -> lead(client));
      } catch (IOException e) {
        return; // the door is closed
      }
    }
  }

  private void lead(Socket client) {
    try {
      var in = new DataInputStream(client.getInputStream());
      in.skipNBytes(1);
      in.skipNBytes(in.readUnsignedByte());
      client.getOutputStream().write(new byte[] {5, 0});
      in.skipNBytes(3);
      if (in.readUnsignedByte() != IPV4) {
        throw new IOException("only IPv4 is led on");
      }
      var address = InetAddress.getByAddress(in.readNBytes(4));
      var server = new Socket(Proxy.NO_PROXY);
      server.connect(new InetSocketAddress(address, in.readUnsignedShort()));
      client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      Thread.ofVirtual().start(() -> carry(client, server));
      carry(server, client);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void carry(Socket from, Socket to) {
    try (Closeable _ = from;
        Closeable _ = to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var buffer = new byte[1 << 14];
      long at = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (at <= AT && AT < at + n && flips.getAndUpdate(f -> Math.max(0, f - 1)) > 0) {
          buffer[(int) (AT - at)] ^= 1;
        }
        at += n;
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // one side has gone, the other is closed with it
    }
  }
}
