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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;

/// The keys that tokens are signed with. Whoever starts first makes them; the others find them.
/// Pairs are replaced now and then; the one before stays good for as long as anything that it
/// signed.
public final class KeyStore {
  /// How long a pair may still be asked for after the next one was made: longer than any token
  /// lives and any clock is wrong.
  static final Duration OVERLAP = Duration.ofDays(1);

  /// A key that was taken away is believed for so long.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final String FIRST = "1";
  private static final String CURVE = "secp256r1";

  /// As many as the hash of HS256 is long (RFC 7518 §3.2).
  private static final int SECRET_BYTES = 32;

  private static final Comparator<Pair> BY_AGE = Comparator.comparing(Pair::made);

  /// What a secret is for. What was made for one purpose proves nothing for another.
  public enum Purpose {
    TICKET,
    REFRESH,
    /// Seals the secrets in recipes, where no file has a key for it.
    RECIPE;

    private String id() {
      return name().toLowerCase(Locale.ROOT) + "-1";
    }
  }

  /// @see #pair(Instant)
  /// @see #secret(Purpose, Instant)
  public sealed interface SigningKey {
    /// Names it in the tokens' headers.
    String id();
  }

  /// On the curve P-256.
  public record Pair(String id, ECPublicKey open, ECPrivateKey secret, Instant made)
      implements SigningKey {
    /// Tells no secret.
    @Override
    public String toString() {
      return "Pair " + id;
    }
  }

  /// Known to those who issue and check, and to nobody else.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Secret(String id, byte[] bytes) implements SigningKey {
    public boolean isFor(Purpose purpose) {
      return id.equals(purpose.id());
    }

    /// Tells no secret.
    @Override
    public String toString() {
      return "Secret " + id;
    }
  }

  private record Ring(Map<String, SigningKey> keys, Instant read) {
    private boolean isFresh(Instant now) {
      return Duration.between(read, now).abs().compareTo(REMEMBERED) < 0;
    }

    private Optional<Pair> newest() {
      return pairs().max(BY_AGE);
    }

    private Stream<Pair> pairs() {
      return keys.values().stream().filter(Pair.class::isInstance).map(Pair.class::cast);
    }
  }

  private final MongoCollection<Document> documents;
  private volatile Ring ring = new Ring(Map.of(), Instant.MIN);

  public KeyStore(Database database) {
    documents = database.collection("keys");
  }

  /// Signs what people and programs outside are given.
  public Pair pair(Instant now) {
    return ring(now)
        .newest()
        .orElseGet(() -> {
          insert(generated(FIRST, now));
          return read(now).newest().orElseThrow();
        });
  }

  /// Signs what is issued by the thousand, and checked by this Cardshop alone.
  public Secret secret(Purpose purpose, Instant now) {
    return (Secret)
        find(purpose.id(), now)
            .orElseGet(() -> {
              insert(drawn(purpose));
              return find(purpose.id(), now).orElseThrow();
            });
  }

  public Optional<SigningKey> find(String id, Instant now) {
    var known = ring(now).keys().get(id);
    // One that was made a moment ago is looked for once more.
    return Optional.ofNullable(known != null ? known : read(now).keys().get(id));
  }

  /// All pairs whose signatures may be good, newest first.
  public List<Pair> pairs(Instant now) {
    return read(now).pairs().sorted(BY_AGE.reversed()).toList();
  }

  /// Makes a new pair, at most one a day, and takes away those that have nothing left to prove.
  public void rotate(Instant now) {
    insert(generated("pair-" + now.atZone(ZoneOffset.UTC).toLocalDate(), now));
    var pairs = pairs(now);
    for (int i = 1; i < pairs.size(); i++) {
      if (pairs.get(i - 1).made().plus(OVERLAP).isBefore(now)) {
        documents.deleteOne(eq("_id", pairs.get(i).id()));
      }
    }
    read(now);
  }

  private Ring ring(Instant now) {
    var known = ring;
    return known.isFresh(now) ? known : read(now);
  }

  private Ring read(Instant now) {
    var keys =
        documents.find().map(KeyStore::read).into(new ArrayList<SigningKey>()).stream()
            .collect(Collectors.toMap(SigningKey::id, Function.identity()));
    var read = new Ring(Map.copyOf(keys), now);
    ring = read;
    return read;
  }

  private void insert(SigningKey made) {
    // Somebody else's may have come first: then theirs counts.
    VersionedStore.unlessTaken(() -> documents.insertOne(write(made)));
  }

  private static Secret drawn(Purpose purpose) {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(purpose.id(), bytes);
  }

  private static Pair generated(String id, Instant now) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return new Pair(id, (ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate(), now);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has the curve P-256", e);
    }
  }

  private static Document write(SigningKey key) {
    var d = new Document("_id", key.id());
    return switch (key) {
      case Pair(_, var open, var secret, var made) ->
          d.append("public", new Binary(open.getEncoded()))
              .append("private", new Binary(secret.getEncoded()))
              .append("made_at", Bson.date(made));
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
          (ECPrivateKey) factory.generatePrivate(secret),
          // The first one of earlier versions does not say when it was made.
          d.containsKey("made_at") ? Bson.instant(d, "made_at") : Instant.EPOCH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + d.get("_id") + " in the database is damaged", e);
    }
  }
}
