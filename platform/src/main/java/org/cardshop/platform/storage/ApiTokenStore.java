package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.identity.Action;
import org.cardshop.core.image.Sha256;

/// API tokens: `cardshop_`, the id, `_` and 256 bits in base64url, so that one that was lost is
/// recognised wherever it turns up. Only hashes are kept.
public final class ApiTokenStore {
  private static final String PREFIX = "cardshop_";
  private static final int SECRET_BYTES = 32;
  private static final Pattern SHAPE =
      Pattern.compile(PREFIX + "([0-9a-f]{24})_([A-Za-z0-9_-]{43})");

  private final MongoCollection<Document> documents;
  private final SecureRandom random = new SecureRandom();

  public ApiTokenStore(Database database) {
    documents = database.collection("api_tokens");
  }

  public static boolean isOne(String token) {
    return token.startsWith(PREFIX);
  }

  /// Keeps the token.
  ///
  /// @return its text, which nobody can read again
  public String insert(ApiToken token) {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var text =
        PREFIX + token.id() + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    documents.insertOne(
        new Document("_id", new ObjectId(token.id()))
            .append("user", token.userId())
            .append("name", token.name())
            .append("hash", hash(text))
            .append("scopes", token.scopes().stream().map(Action::wire).sorted().toList())
            .append("created_at", Bson.date(token.created()))
            .append("expires", Bson.date(token.expires())));
    return text;
  }

  /// The token with this text, unless it has expired.
  public Optional<ApiToken> find(String text, Instant now) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(documents.find(eq("_id", new ObjectId(parts.group(1)))).first())
        .filter(d -> isEqual(d.getString("hash"), hash(text)))
        .map(ApiTokenStore::read)
        .filter(t -> now.isBefore(t.expires()));
  }

  /// Oldest first.
  public List<ApiToken> ofUser(String userId) {
    return documents
        .find(eq("user", userId))
        .sort(new Document("_id", 1))
        .map(ApiTokenStore::read)
        .into(new ArrayList<>());
  }

  /// Answers false when the user has no such token.
  public boolean delete(String userId, String id) {
    return Ids.parse(id)
        .filter(
            i -> documents.deleteOne(and(eq("_id", i), eq("user", userId))).getDeletedCount() > 0)
        .isPresent();
  }

  public void deleteAllOf(String userId) {
    documents.deleteMany(eq("user", userId));
  }

  public void prune(Instant now) {
    documents.deleteMany(lte("expires", Bson.date(now)));
  }

  private static ApiToken read(Document d) {
    return new ApiToken(
        d.getObjectId("_id").toHexString(),
        d.getString("user"),
        d.getString("name"),
        d.getList("scopes", String.class).stream()
            // One that a later version took away allows nothing.
            .flatMap(name -> Action.fromWire(name).stream())
            .collect(Collectors.toSet()),
        Bson.instant(d, "created_at"),
        Bson.instant(d, "expires"));
  }

  private static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
