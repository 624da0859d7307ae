package org.cardshop.scheduler.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.InetAddressSet;

/// Knows where a caller really is: proxies that are trusted say whom they call for.
public final class Proxies {
  private final InetAddressSet trusted = new InetAddressSet();

  /// @param trusted addresses and ranges, as in `10.0.0.0/8`
  /// @throws IllegalArgumentException when one is neither
  public Proxies(List<String> trusted) {
    this.trusted.addAll(trusted);
  }

  /// @param peer who is at the other end of the connection
  /// @param forwarded the header `X-Forwarded-For`: each proxy adds at its end whom it called for
  String caller(String peer, Optional<String> forwarded) {
    var chain = forwarded.map(f -> List.of(f.split(",", -1))).orElse(List.of());
    var caller = peer;
    for (int i = chain.size() - 1; i >= 0 && isTrusted(caller); i--) {
      caller = chain.get(i).strip();
    }
    return caller;
  }

  private boolean isTrusted(String address) {
    try {
      // A name would be looked up.
      return address.matches("[0-9a-fA-F.:\\[\\]]+")
          && trusted.test(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
