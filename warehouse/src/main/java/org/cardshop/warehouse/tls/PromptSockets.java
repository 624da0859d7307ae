package org.cardshop.warehouse.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/// Sockets that send what they have at once. A handshake is several short pieces, each of which
/// would else wait until the one before is acknowledged: 40 ms, for every transfer.
final class PromptSockets extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final Consumer<Socket> accepted;

  /// @param accepted told each socket that another one goes over
  PromptSockets(SSLSocketFactory sockets, Consumer<Socket> accepted) {
    this.sockets = sockets;
    this.accepted = accepted;
  }

  @Override
  public Socket createSocket() throws IOException {
    return prompt(sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket over, String host, int port, boolean closesToo)
      throws IOException {
    accepted.accept(over);
    return prompt(sockets.createSocket(over, host, port, closesToo));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prompt(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return prompt(sockets.createSocket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prompt(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return prompt(sockets.createSocket(host, port, from, fromPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  private static Socket prompt(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }
}
