package org.cardshop.manager;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.web.Listening;
import org.cardshop.web.Proxies;

/// What the manager is told by its environment.
///
/// @param scheduler whose API it shows
/// @param trust whose certificates the scheduler may show
/// @param listening where it listens itself
/// @param trustedProxies addresses and ranges of those who say truly how browsers call them
/// @param cookieKey seals what browsers keep; empty for one that is gone with the process
/// @param offer what the form of an order offers
public record ManagerConfig(
    URI scheduler,
    Trust trust,
    Listening listening,
    List<String> trustedProxies,
    Optional<String> cookieKey,
    Offer offer) {
  private static final int USUAL_PORT = 8080;

  /// As many hexadecimal digits as 128 bits have.
  private static final int SHORTEST_KEY = 32;

  /// @param catalogue of contents to choose from: an OPDS feed
  /// @param base that recipes begin with: an address or a version; empty for none
  public record Offer(Optional<URI> catalogue, String base) {
    public static final Offer NOTHING = new Offer(Optional.empty(), "");
  }

  public ManagerConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// With nothing to offer.
  public ManagerConfig(
      URI scheduler,
      Trust trust,
      Listening listening,
      List<String> trustedProxies,
      Optional<String> cookieKey) {
    this(scheduler, trust, listening, trustedProxies, cookieKey, Offer.NOTHING);
  }

  /// @throws org.cardshop.platform.runtime.WrongUsageException that lists every problem
  public static ManagerConfig from(Settings settings) {
    var config =
        new ManagerConfig(
            settings.parsed(
                "CARDSHOP_SCHEDULER_URL",
                ManagerConfig::address,
                URI.create("http://none"),
                "an address like http://host:8000"),
            Trust.from(settings),
            new Listening(
                Optional.of(settings.text("CARDSHOP_BIND", "0.0.0.0")),
                settings.port("CARDSHOP_HTTP_PORT", USUAL_PORT),
                Pem.from(settings)),
            Proxies.from(settings),
            settings
                .optionalText("CARDSHOP_COOKIE_KEY")
                .map(_ ->
                    settings.parsed(
                        "CARDSHOP_COOKIE_KEY",
                        ManagerConfig::key,
                        "",
                        "at least " + SHORTEST_KEY + " random characters (openssl rand -hex 32)")),
            offer(settings));
    settings.check();
    return config;
  }

  /// What the environment says that the form of an order offers.
  public static Offer offer(Settings settings) {
    return new Offer(
        settings.parsedOr(
            "CARDSHOP_CATALOGUE",
            ManagerConfig::catalogue,
            Optional.empty(),
            "an address that begins with http:, https: or file:///"),
        settings.text("CARDSHOP_DEFAULT_BASE", ""));
  }

  private static URI address(String text) {
    var uri = URI.create(text);
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("it names no host to reach by http or https");
    }
    return uri;
  }

  private static Optional<URI> catalogue(String text) {
    var uri = URI.create(text);
    boolean isFile = "file".equals(uri.getScheme()) && !uri.isOpaque() && uri.getHost() == null;
    return Optional.of(isFile ? uri : address(text));
  }

  private static String key(String text) {
    if (text.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException("it has " + text.length());
    }
    return text;
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return "manager of " + scheduler;
  }
}
