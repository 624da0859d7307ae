package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.cardshop.core.image.Sha256;

/// Sessions: one for each login, kept alive by refresh tokens of which each is good for one use
/// (RFC 9700 §4.14.2). A token is the session's name and 256 bits, in base64url; only its hash is
/// kept. Access tokens name their session and are void once it is gone, so that ending a session
/// ends all that was ever issued in it.
public final class SessionStore {
  /// How long a session lasts, however often it is refreshed.
  public static final Duration LIFE = Duration.ofDays(30);

  /// Who asked twice at once, or missed the answer, gets the same successor for so long.
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final int NAME_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

  private final MongoCollection<Document> documents;
  private final KeyStore keys;
  private final SecureRandom random = new SecureRandom();

  public SessionStore(Database database) {
    documents = database.collection("refresh_tokens");
    keys = new KeyStore(database);
  }

  /// Begins a session of the user.
  public Session.Alive open(String userId, Instant now) {
    var bytes = new byte[NAME_BYTES + SECRET_BYTES];
    random.nextBytes(bytes);
    var token = TO_TEXT.encodeToString(bytes);
    var id = name(bytes);
    documents.insertOne(
        new Document("_id", id)
            .append("hash", hash(token))
            .append("user", userId)
            .append("opened_at", Bson.date(now))
            .append("expires", Bson.date(now.plus(LIFE))));
    return new Session.Alive(id, userId, token);
  }

  /// Uses the token up. Of those who try at once all get the same successor.
  public Session refresh(String token, Instant now) {
    var bytes = decoded(token);
    if (bytes.length != NAME_BYTES + SECRET_BYTES) {
      return new Session.Over();
    }
    var id = name(bytes);
    var next = successor(bytes, now);
    var isCurrent = and(eq("_id", id), eq("hash", hash(token)), gt("expires", Bson.date(now)));
    var spend =
        Updates.combine(
            Updates.set("hash", hash(next)),
            Updates.set("spent", hash(token)),
            Updates.set("spent_at", Bson.date(now)));
    // One compare-and-set: the successor can be made again from the token, so that whoever dies
    // after it, or comes second, gets the same one.
    var read = documents.findOneAndUpdate(isCurrent, spend);
    if (read != null) {
      return new Session.Alive(id, read.getString("user"), next);
    }
    return spent(id, hash(token), next, now);
  }

  private Session spent(String id, String hash, String next, Instant now) {
    var session = documents.find(eq("_id", id)).first();
    if (session == null || !now.isBefore(Bson.instant(session, "expires"))) {
      return new Session.Over();
    }
    var user = session.getString("user");
    if (hash.equals(session.getString("spent"))
        && !now.isAfter(Bson.instant(session, "spent_at").plus(GRACE))) {
      return new Session.Alive(id, user, next);
    }
    // Only tokens of this session tell its name.
    end(id);
    return new Session.Stolen(user);
  }

  /// Whether the session goes on.
  public boolean isOpen(String id, Instant now) {
    var session = documents.find(eq("_id", id)).first();
    return session != null && now.isBefore(Bson.instant(session, "expires"));
  }

  /// A session as its user sees it.
  ///
  /// @param used when its refresh token was used last; at first when it was opened
  public record Open(String id, Instant opened, Instant used, Instant expires) {}

  /// Those of the user that go on, oldest first.
  public List<Open> ofUser(String userId, Instant now) {
    return documents
        .find(and(eq("user", userId), gt("expires", Bson.date(now))))
        .map(SessionStore::open)
        .into(new ArrayList<>())
        .stream()
        .sorted(Comparator.comparing(Open::opened))
        .toList();
  }

  private static Open open(Document d) {
    var expires = Bson.instant(d, "expires");
    // Sessions of earlier versions do not say when they were opened.
    var opened = d.containsKey("opened_at") ? Bson.instant(d, "opened_at") : expires.minus(LIFE);
    var used = d.containsKey("spent_at") ? Bson.instant(d, "spent_at") : opened;
    return new Open(d.getString("_id"), opened, used, expires);
  }

  /// @return whether there was one of that user's
  public boolean end(String userId, String id) {
    return documents.deleteOne(and(eq("_id", id), eq("user", userId))).getDeletedCount() > 0;
  }

  public void end(String id) {
    documents.deleteOne(eq("_id", id));
  }

  /// Ends all of the user's.
  public void endAllOf(String userId) {
    documents.deleteMany(eq("user", userId));
  }

  public void prune(Instant now) {
    documents.deleteMany(lte("expires", Bson.date(now)));
  }

  private String successor(byte[] token, Instant now) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.secret(KeyStore.Purpose.REFRESH, now).bytes(), "HmacSHA256"));
      return TO_TEXT.encodeToString(
          ByteBuffer.allocate(token.length)
              .put(token, 0, NAME_BYTES)
              .put(mac.doFinal(token))
              .array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  private static String name(byte[] token) {
    return TO_TEXT.encodeToString(Arrays.copyOf(token, NAME_BYTES));
  }

  /// Empty when it is no base64url.
  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String hash(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
