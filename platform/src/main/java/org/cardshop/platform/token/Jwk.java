package org.cardshop.platform.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Base64;
import org.cardshop.platform.storage.KeyStore.Pair;
import org.cardshop.platform.wire.Json;

/// The public half of a pair as a JSON Web Key (RFC 7518 §6.2.1).
final class Jwk {
  /// Bytes of a coordinate on P-256.
  private static final int COORDINATE = 32;

  private Jwk() {}

  static ObjectNode of(Pair pair) {
    var point = pair.open().getW();
    return Json.object()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("use", "sig")
        .put("alg", "ES256")
        .put("kid", pair.id())
        .put("x", coordinate(point.getAffineX()))
        .put("y", coordinate(point.getAffineY()));
  }

  /// Big-endian, always of the same length.
  private static String coordinate(BigInteger number) {
    var bytes = number.toByteArray();
    var fixed = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }
}
