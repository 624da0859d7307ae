package org.cardshop.core.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest (FIPS 180-4).
///
/// @param hex 64 lower-case hex digits
public record Sha256(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Sha256 {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
    }
  }

  /// A fresh digest to feed; finish it with [#of(MessageDigest)].
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Finishes the digest, which is then reset.
  public static Sha256 of(MessageDigest fed) {
    return new Sha256(HexFormat.of().formatHex(fed.digest()));
  }

  /// The digest of the buffer's remaining bytes, which are consumed.
  public static Sha256 of(ByteBuffer bytes) {
    var digest = digest();
    digest.update(bytes);
    return of(digest);
  }

  /// The digest of all bytes.
  public static Sha256 of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  @Override
  public String toString() {
    return hex;
  }
}
