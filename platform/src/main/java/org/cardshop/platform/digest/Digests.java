package org.cardshop.platform.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cardshop.core.image.Sha256;

/// Digests of much data: by OpenSSL where this host has it, at full speed from the first byte on,
/// else by the JDK, whose own are ten times slower until their loops were compiled (docs/adr/0017).
public final class Digests {
  private Digests() {}

  /// A fresh digest to feed, for one thread at a time.
  ///
  /// @param algorithm by its name in Java, like `SHA-256`
  public static MessageDigest of(String algorithm) throws NoSuchAlgorithmException {
    var openssl = OpenSsl.FOUND.flatMap(found -> OpenSslDigest.of(found, algorithm));
    return openssl.isPresent() ? openssl.get() : MessageDigest.getInstance(algorithm);
  }

  /// As [#of]; finish it with [Sha256#of(MessageDigest)].
  public static MessageDigest sha256() {
    try {
      return of("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The digest of the buffer's remaining bytes, which are consumed.
  public static Sha256 sha256(ByteBuffer bytes) {
    var digest = sha256();
    digest.update(bytes);
    return Sha256.of(digest);
  }
}
