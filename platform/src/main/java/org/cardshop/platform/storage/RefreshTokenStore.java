package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bson.Document;
import org.cardshop.core.image.Sha256;

/// Refresh tokens: random, kept as hashes, each good for one use.
public final class RefreshTokenStore {
  /// How long one is good.
  public static final Duration LIFE = Duration.ofDays(30);

  private static final int RANDOM_BYTES = 32;

  private final MongoCollection<Document> documents;
  private final SecureRandom random = new SecureRandom();

  public RefreshTokenStore(Database database) {
    documents = database.collection("refresh_tokens");
  }

  /// Makes a token for the user; only its hash is kept.
  public String issue(String userId, Instant now) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    documents.insertOne(
        new Document("hash", hash(token))
            .append("user", userId)
            .append("expires", Bson.date(now.plus(LIFE))));
    return token;
  }

  /// Uses the token up. Of two that try at once, one succeeds.
  ///
  /// @return the user's id; empty when the token is unknown, spent or expired
  public Optional<String> spend(String token, Instant now) {
    return Optional.ofNullable(documents.findOneAndDelete(eq("hash", hash(token))))
        .filter(d -> now.isBefore(Bson.instant(d, "expires")))
        .map(d -> d.getString("user"));
  }

  /// Voids all of the user's.
  public void revoke(String userId) {
    documents.deleteMany(eq("user", userId));
  }

  public void prune(Instant now) {
    documents.deleteMany(lte("expires", Bson.date(now)));
  }

  private static String hash(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
