package org.cardshop.platform.token;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cardshop.core.image.Sha256;

/// Signatures that were verified: the same one of the same token and key need not be verified
/// again, which costs most of what a request costs. It knows digests, no tokens, and only of those
/// whose signature was good. What a token says, its times above all, is looked at each time by
/// others. Safe for many threads.
final class OnceVerified {
  private static final int MOST = 2_000;

  private record Seen(Sha256 token, ECPublicKey key) {}

  private final Map<Seen, Boolean> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /// ES256 with this key, to verify with.
  Algorithm with(ECPublicKey key) {
    return new Es256(Algorithm.ECDSA256(key, null), key);
  }

  private synchronized boolean knows(Seen one) {
    return seen.get(one) != null;
  }

  private synchronized void note(Seen one) {
    seen.put(one, true);
  }

  private final class Es256 extends Algorithm {
    private final Algorithm real;
    private final ECPublicKey key;

    Es256(Algorithm real, ECPublicKey key) {
      super(real.getName(), real.toString());
      this.real = real;
      this.key = key;
    }

    @Override
    public void verify(DecodedJWT token) {
      var one = new Seen(Sha256.of(token.getToken().getBytes(StandardCharsets.UTF_8)), key);
      if (!knows(one)) {
        real.verify(token);
        note(one);
      }
    }

    @Override
    public byte[] sign(byte[] content) {
      return real.sign(content);
    }
  }
}
