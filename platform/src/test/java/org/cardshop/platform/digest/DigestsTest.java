package org.cardshop.platform.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;
import org.cardshop.core.image.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65_535, 65_536, 65_537, 300_001})
  void digestsAreThoseOfTheJdk(int length) {
    var bytes = bytes(length);
    var outside = ByteBuffer.allocateDirect(length).put(bytes).flip();

    assertEquals(Sha256.of(bytes), Digests.sha256(ByteBuffer.wrap(bytes)));
    assertEquals(Sha256.of(bytes), Digests.sha256(outside));
    assertEquals(0, outside.remaining());
  }

  @Test
  void itMakesNoDifferenceInWhichPiecesADigestIsFed() throws Exception {
    var random = new Random(7);
    var bytes = bytes(1 << 20);
    var jdk = MessageDigest.getInstance("SHA-256");
    var digest = Digests.sha256();
    for (int round = 0; round < 3; round++) {
      for (int at = 0; at < bytes.length; ) {
        int some = Math.min(bytes.length - at, 1 + random.nextInt(100_000));
        switch (random.nextInt(3)) {
          case 0 -> digest.update(bytes[at++]);
          case 1 -> {
            digest.update(bytes, at, some);
            at += some;
          }
          default -> {
            digest.update(ByteBuffer.wrap(bytes, at, some).asReadOnlyBuffer());
            at += some;
          }
        }
      }
      // A finished digest begins anew.
      assertArrayEquals(jdk.digest(bytes), digest.digest());
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
