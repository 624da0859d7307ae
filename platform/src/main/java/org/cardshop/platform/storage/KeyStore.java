package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.bson.types.Binary;

/// The keys that tokens are signed with. Whoever starts first makes them; the others find them. A
/// key never changes, so that it is read once.
public final class KeyStore {
  private static final String PAIR = "1";
  private static final String SECRET = "ticket-1";
  private static final String CURVE = "secp256r1";

  /// As many as the hash of HS256 is long (RFC 7518 §3.2).
  private static final int SECRET_BYTES = 32;

  /// @see #pair()
  /// @see #secret()
  public sealed interface SigningKey {
    /// Names it in the tokens' headers.
    String id();
  }

  /// On the curve P-256.
  public record Pair(String id, ECPublicKey open, ECPrivateKey secret) implements SigningKey {
    /// Tells no secret.
    @Override
    public String toString() {
      return "Pair " + id;
    }
  }

  /// Known to those who issue and check, and to nobody else.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Secret(String id, byte[] bytes) implements SigningKey {
    /// Tells no secret.
    @Override
    public String toString() {
      return "Secret " + id;
    }
  }

  private final MongoCollection<Document> documents;
  private final Map<String, SigningKey> known = new ConcurrentHashMap<>();

  public KeyStore(Database database) {
    documents = database.collection("keys");
  }

  /// Signs what people and programs outside are given.
  public Pair pair() {
    return (Pair) find(PAIR).orElseGet(() -> shared(generated()));
  }

  /// Signs what is issued by the thousand, and checked by this Cardshop alone.
  public Secret secret() {
    return (Secret) find(SECRET).orElseGet(() -> shared(drawn()));
  }

  public Optional<SigningKey> find(String id) {
    var found = known.get(id);
    if (found != null) {
      return Optional.of(found);
    }
    var read = Optional.ofNullable(documents.find(eq("_id", id)).first()).map(KeyStore::read);
    read.ifPresent(key -> known.put(id, key));
    return read;
  }

  private SigningKey shared(SigningKey made) {
    // Somebody else's may have come first: then theirs counts.
    VersionedStore.unlessTaken(() -> documents.insertOne(write(made)));
    return find(made.id()).orElseThrow();
  }

  private static Secret drawn() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(SECRET, bytes);
  }

  private static Pair generated() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return new Pair(PAIR, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has the curve P-256", e);
    }
  }

  private static Document write(SigningKey key) {
    var d = new Document("_id", key.id());
    return switch (key) {
      case Pair(_, var open, var secret) ->
          d.append("public", new Binary(open.getEncoded()))
              .append("private", new Binary(secret.getEncoded()));
      case Secret(_, var bytes) -> d.append("secret", new Binary(bytes));
    };
  }

  private static SigningKey read(Document d) {
    var shared = d.get("secret", Binary.class);
    if (shared != null) {
      return new Secret(d.getString("_id"), shared.getData());
    }
    try {
      var factory = KeyFactory.getInstance("EC");
      var open = new X509EncodedKeySpec(d.get("public", Binary.class).getData());
      var secret = new PKCS8EncodedKeySpec(d.get("private", Binary.class).getData());
      return new Pair(
          d.getString("_id"),
          (ECPublicKey) factory.generatePublic(open),
          (ECPrivateKey) factory.generatePrivate(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + d.get("_id") + " in the database is damaged", e);
    }
  }
}
