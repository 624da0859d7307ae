package org.cardshop.platform.recipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a content must hash to.
///
/// @param kind whether `value` is the digest itself or the URL of a file that holds it
/// @param value lower-case hex digits, or a URL
public record Checksum(Algorithm algorithm, Kind kind, String value) {

  public enum Kind {
    DIGEST,
    URL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> fromWire(String text) {
      return Arrays.stream(values()).filter(k -> k.wire().equals(text)).findFirst();
    }
  }

  public enum Algorithm {
    MD5("MD5", 32),
    SHA1("SHA-1", 40),
    SHA224("SHA-224", 56),
    SHA256("SHA-256", 64),
    SHA384("SHA-384", 96),
    SHA512("SHA-512", 128);

    private final String javaName;
    private final int hexDigits;

    Algorithm(String javaName, int hexDigits) {
      this.javaName = javaName;
      this.hexDigits = hexDigits;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The name by which `MessageDigest` knows it.
    public String javaName() {
      return javaName;
    }

    public int hexDigits() {
      return hexDigits;
    }

    public static Optional<Algorithm> fromWire(String text) {
      return Arrays.stream(values()).filter(a -> a.wire().equals(text)).findFirst();
    }
  }
}
