package org.cardshop.creator.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;
import org.cardshop.platform.recipe.Checksum;

/// Digests of files.
public final class Hashing {
  private static final int BUFFER = 1 << 20;

  private Hashing() {}

  /// What the file hashes to by the checksum's algorithm, as hex digits.
  public static String hex(Path file, Checksum.Algorithm algorithm)
      throws IOException, InterruptedException {
    var digest = digest(algorithm);
    feed(file, List.of(digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  static Sha256 sha256(Path file) throws IOException, InterruptedException {
    var digest = Digests.sha256();
    feed(file, List.of(digest));
    return Sha256.of(digest);
  }

  private static void feed(Path file, List<MessageDigest> digests)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        for (var digest : digests) {
          digest.update(buffer, 0, n);
        }
      }
    }
  }

  private static MessageDigest digest(Checksum.Algorithm algorithm) {
    try {
      return Digests.of(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm.javaName(), e);
    }
  }
}
