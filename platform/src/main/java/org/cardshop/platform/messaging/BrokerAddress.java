package org.cardshop.platform.messaging;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.platform.runtime.Settings;

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

  /// Reads CARDSHOP_AMQP_URI, CARDSHOP_USERNAME, CARDSHOP_PASSWORD and CARDSHOP_TRUST; problems are
  /// left in the settings. A login inside the URI counts when none is given apart.
  public static BrokerAddress from(Settings settings) {
    var login = login(settings.text("CARDSHOP_AMQP_URI", ""));
    var username =
        login.isPresent()
            ? settings.text("CARDSHOP_USERNAME", login.get()[0])
            : settings.text("CARDSHOP_USERNAME");
    var password =
        login.isPresent()
            ? settings.text("CARDSHOP_PASSWORD", login.get()[1])
            : settings.text("CARDSHOP_PASSWORD");
    var trust = settings.optionalPath("CARDSHOP_TRUST");
    return settings.parsed(
        "CARDSHOP_AMQP_URI",
        text -> new BrokerAddress(withoutLogin(Settings.address(text)), username, password, trust),
        new BrokerAddress(URI.create("amqp://none"), username, password, trust),
        "the message broker's address");
  }

  private static Optional<String[]> login(String uri) {
    try {
      return Optional.ofNullable(URI.create(uri).getUserInfo())
          .map(info -> info.split(":", 2))
          .filter(parts -> parts.length == 2);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // reported where the address itself is read
    }
  }

  private static URI withoutLogin(URI uri) {
    return uri.getRawUserInfo() == null
        ? uri
        : URI.create(uri.toString().replace(uri.getRawUserInfo() + "@", ""));
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
