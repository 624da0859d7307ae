package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
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

/// The keys that tokens are signed with. Whoever starts first makes one; the others find it. A key
/// never changes, so that it is read once.
public final class KeyStore {
  private static final String FIRST = "1";
  private static final String CURVE = "secp256r1";

  /// A key pair on the curve P-256.
  ///
  /// @param id names it in the tokens' headers
  public record SigningKey(String id, ECPublicKey publicKey, ECPrivateKey privateKey) {
    /// Tells no secret.
    @Override
    public String toString() {
      return "SigningKey " + id;
    }
  }

  private final MongoCollection<Document> documents;
  private final Map<String, SigningKey> known = new ConcurrentHashMap<>();

  public KeyStore(Database database) {
    documents = database.collection("keys");
  }

  /// The key to sign with.
  public SigningKey newest() {
    return find(FIRST).orElseGet(this::first);
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

  private SigningKey first() {
    var made = generated();
    // Somebody else's may have come first: then theirs counts.
    VersionedStore.unlessTaken(() -> documents.insertOne(write(made)));
    return find(FIRST).orElseThrow();
  }

  private static SigningKey generated() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return new SigningKey(
          FIRST, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has the curve P-256", e);
    }
  }

  private static Document write(SigningKey key) {
    return new Document("_id", key.id())
        .append("public", new Binary(key.publicKey().getEncoded()))
        .append("private", new Binary(key.privateKey().getEncoded()));
  }

  private static SigningKey read(Document d) {
    try {
      var factory = KeyFactory.getInstance("EC");
      var open = new X509EncodedKeySpec(d.get("public", Binary.class).getData());
      var secret = new PKCS8EncodedKeySpec(d.get("private", Binary.class).getData());
      return new SigningKey(
          d.getString("_id"),
          (ECPublicKey) factory.generatePublic(open),
          (ECPrivateKey) factory.generatePrivate(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + d.get("_id") + " in the database is damaged", e);
    }
  }
}
