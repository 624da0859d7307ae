package org.cardshop.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.platform.runtime.Settings;
import org.eclipse.jetty.util.InetAddressSet;

/// Knows where a caller really is: proxies that are trusted say whom they call for, and how.
public final class Proxies {
  private final InetAddressSet trusted = new InetAddressSet();

  /// @param trusted addresses and ranges, as in `10.0.0.0/8`
  /// @throws IllegalArgumentException when one is neither
  public Proxies(List<String> trusted) {
    this.trusted.addAll(trusted);
  }

  /// Those that the environment names; none unless it does.
  public static List<String> from(Settings settings) {
    return settings.parsedOr(
        "CARDSHOP_TRUSTED_PROXIES",
        Proxies::parse,
        List.of(),
        "a list of addresses and ranges, like 10.0.0.0/8,192.168.1.7");
  }

  /// @param peer who is at the other end of the connection
  /// @param forwarded the header `X-Forwarded-For`: each proxy adds at its end whom it called for
  public String caller(String peer, Optional<String> forwarded) {
    var chain = forwarded.map(f -> List.of(f.split(",", -1))).orElse(List.of());
    var caller = peer;
    for (int i = chain.size() - 1; i >= 0 && isTrusted(caller); i--) {
      caller = chain.get(i).strip();
    }
    return caller;
  }

  /// Whether what this peer says of its callers is true.
  public boolean isTrusted(String peer) {
    try {
      // A name would be looked up.
      return peer.matches("[0-9a-fA-F.:\\[\\]]+") && trusted.test(InetAddress.getByName(peer));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static List<String> parse(String text) {
    var all = Stream.of(text.split(",", -1)).map(String::strip).toList();
    var _ = new Proxies(all); // says what is wrong
    return all;
  }
}
