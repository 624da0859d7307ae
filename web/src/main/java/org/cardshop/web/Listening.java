package org.cardshop.web;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.tls.ServerKeys;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where a web server listens, and what it shows there.
///
/// @param host the address; empty for all
/// @param port 0 takes a free one
/// @param tls empty for plain HTTP
public record Listening(Optional<String> host, int port, Optional<Pem> tls) {
  /// Whoever neither sends nor takes anything for so long is not there any more.
  private static final long IDLE_MILLIS = 30_000;

  /// Browsers come back encrypted only (RFC 6797).
  private static final long STRICT_SECONDS = 31_536_000;

  /// Settings that all our servers have. Each request gets a virtual thread.
  ///
  /// @throws UncheckedIOException with a sentence when certificate and key cannot be used
  public void configure(JavalinConfig config) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.router.ignoreTrailingSlashes = true;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setIdleTimeout(IDLE_MILLIS);
      http.setSendServerVersion(false);
    });
    var keys = tls.map(Listening::keys);
    config.jetty.addConnector((server, http) -> connector(server, http, keys));
  }

  private static ServerKeys keys(Pem files) {
    try {
      return ServerKeys.of(files);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private ServerConnector connector(
      Server server, HttpConfiguration http, Optional<ServerKeys> keys) {
    var connector =
        keys.map(shown -> encrypted(server, http, shown))
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
    host.ifPresent(connector::setHost);
    connector.setPort(port);
    return connector;
  }

  private static ServerConnector encrypted(Server server, HttpConfiguration http, ServerKeys keys) {
    var secure = new HttpConfiguration(http);
    // Called by an address, a client sends no name to compare with the certificate's.
    var customizer = new SecureRequestCustomizer(false);
    customizer.setStsMaxAge(STRICT_SECONDS);
    secure.addCustomizer(customizer);
    var ssl = new SslContextFactory.Server();
    ssl.setSslContext(keys.context());
    ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return new ServerConnector(server, ssl, new HttpConnectionFactory(secure));
  }
}
