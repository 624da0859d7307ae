package org.cardshop.manager.web;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cardshop.platform.scheduler.SignedInClient;

/// Who is signed in, by the random id in their browser's cookie. Kept in memory: tokens never leave
/// it, and a restart signs everybody out. Only people who signed in take room.
public final class Sessions {
  private static final Duration IDLE = Duration.ofHours(12);
  private static final int BYTES = 32;
  private static final String MAC = "HmacSHA256";

  private record Entry(Session session, Instant seen) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key = new SecretKeySpec(randomBytes(), MAC);
  private final InstantSource clock;

  public Sessions(InstantSource clock) {
    this.clock = clock;
  }

  String newId() {
    return HexFormat.of().formatHex(randomBytes());
  }

  /// The session of that id, unless it was idle for too long.
  Optional<Session> find(String id) {
    var now = clock.instant();
    var found =
        entries.computeIfPresent(id, (_, e) -> isIdle(e, now) ? null : new Entry(e.session(), now));
    return Optional.ofNullable(found).map(Entry::session);
  }

  /// A session under an id that nobody knew before.
  String open(SignedInClient client) {
    var now = clock.instant();
    entries.values().removeIf(e -> isIdle(e, now));
    var id = newId();
    entries.put(id, new Entry(new Session(client), now));
    return id;
  }

  void end(String id) {
    entries.remove(id);
  }

  /// What a form must bring back to prove that one of our pages was its origin. Also for browsers
  /// that have not signed in yet: nobody may sign others in under a name of theirs.
  String formToken(String id) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  boolean isFormToken(String id, String token) {
    return MessageDigest.isEqual(
        formToken(id).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isIdle(Entry entry, Instant now) {
    return entry.seen().plus(IDLE).isBefore(now);
  }

  private byte[] randomBytes() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
