package org.cardshop.platform.messaging;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the broker is and who logs in.
///
/// @param uri `amqp://host:port/virtual-host`, or `amqps://…` for TLS; the virtual host is
///   `cardshop` when left out
/// @param trustedCertificates a PEM file of certificates to trust besides the system's own
public record BrokerAddress(
    URI uri, String username, String password, Optional<Path> trustedCertificates) {
  public BrokerAddress {
    if (!"amqp".equals(uri.getScheme()) && !"amqps".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "a broker's address starts with amqp:// or amqps://, unlike " + scheme(uri));
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("the broker's address names no host");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "user name and password do not belong into the broker's address; give them apart");
    }
  }

  public BrokerAddress(URI uri, String username, String password) {
    this(uri, username, password, Optional.empty());
  }

  boolean isEncrypted() {
    return "amqps".equals(uri.getScheme());
  }

  String host() {
    return uri.getHost();
  }

  int port() {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return isEncrypted() ? 5671 : 5672;
  }

  String virtualHost() {
    var path = uri.getPath();
    return path == null || path.length() < 2 ? "cardshop" : path.substring(1);
  }

  /// Without the password, so that it may be logged.
  @Override
  public String toString() {
    return username + " at " + host() + ":" + port() + "/" + virtualHost();
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "one without a scheme" : uri.getScheme() + "://";
  }
}
