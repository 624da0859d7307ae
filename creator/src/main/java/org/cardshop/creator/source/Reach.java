package org.cardshop.creator.source;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a recipe may reach for its contents.
public enum Reach {
  /// Also to the creator's own files and to the servers of its network: for recipes of people who
  /// see them anyway.
  ANYWHERE,
  /// To servers with public addresses.
  PUBLIC;

  public static Optional<Reach> fromWire(String name) {
    return Arrays.stream(values())
        .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /// Java remembers a server's addresses for 30 s: those that are looked at here are those that are
  /// connected to right afterwards.
  ///
  /// @throws IOException with a sentence when it is out of reach
  public void require(URI uri) throws IOException {
    if (this == ANYWHERE) {
      return;
    }
    var host = uri.getHost();
    if (host == null) {
      throw new IOException("recipes may not name files of the creator itself here");
    }
    for (var address : addresses(host)) {
      if (!isPublic(address)) {
        throw new IOException(
            host + " is a server of an inner network, which recipes may not name here");
      }
    }
  }

  private static InetAddress[] addresses(String host) throws IOException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("there is no server " + host, e);
    }
  }

  private static boolean isPublic(InetAddress address) {
    var bytes = address.getAddress();
    boolean isInner =
        address instanceof Inet6Address
            ? (bytes[0] & 0xfe) == 0xfc // unique local addresses (RFC 4193)
            : bytes[0] == 0 || (bytes[0] == 100 && (bytes[1] & 0xc0) == 64); // RFC 1122, RFC 6598
    return !isInner
        && !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress();
  }
}
