package org.cardshop.warehouse.tls;

import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.cardshop.platform.tls.ServerKeys;
import org.jspecify.annotations.Nullable;

/// The key and certificates that the server shows, as FtpServer wants them.
public final class Identity implements SslConfiguration {
  private final SSLContext context;
  private final List<String> protocols;
  private final Consumer<Socket> accepted;

  private Identity(SSLContext context, List<String> protocols, Consumer<Socket> accepted) {
    this.context = context;
    this.protocols = protocols;
    this.accepted = accepted;
  }

  static Identity of(ServerKeys keys) {
    return new Identity(keys.context(), List.of("TLSv1.3", "TLSv1.2"), _ -> {});
  }

  /// The same for data connections. With TLS 1.3 the JDK spoils short-lived one-way connections
  /// twice: it sends session tickets after the handshake, which a client that only uploads never
  /// reads, so that its close resets the connection and the last bytes are lost; and it ends a
  /// download with the alert user_canceled, which GnuTLS (lftp) takes for a failure. TLS 1.2 does
  /// neither.
  ///
  /// @param accepted told each socket that TLS is about to go over, on the thread that uses it
  public Identity forData(Consumer<Socket> accepted) {
    return new Identity(context, List.of("TLSv1.2"), accepted);
  }

  @Override
  public SSLSocketFactory getSocketFactory() {
    return new PromptSockets(context.getSocketFactory(), accepted);
  }

  @Override
  public SSLContext getSSLContext() {
    return context;
  }

  @Override
  public SSLContext getSSLContext(String protocol) {
    return context;
  }

  @Override
  public String @Nullable [] getEnabledCipherSuites() {
    return null;
  }

  @Override
  public String getEnabledProtocol() {
    return protocols.getFirst();
  }

  @Override
  public String[] getEnabledProtocols() {
    return protocols.toArray(String[]::new);
  }

  @Override
  public ClientAuth getClientAuth() {
    return ClientAuth.NONE;
  }
}
