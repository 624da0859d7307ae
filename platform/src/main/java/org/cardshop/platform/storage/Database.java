package org.cardshop.platform.storage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.cardshop.platform.storage.KeyStore.Purpose;
import org.jspecify.annotations.Nullable;

/// The connection to the store. A write is answered when a majority has it on disk.
public final class Database implements AutoCloseable {
  private static final String DEFAULT_NAME = "cardshop";

  private final MongoClient client;
  private final MongoDatabase database;
  private final Optional<String> recipeKey;
  private volatile @Nullable Seal seal;

  private Database(MongoClient client, MongoDatabase database, Optional<String> recipeKey) {
    this.client = client;
    this.database = database;
    this.recipeKey = recipeKey;
  }

  /// Connects and brings the schema up to date; waits up to 30 s for a server that is starting.
  ///
  /// @param uri `mongodb://…`; the database is `cardshop` unless the URI names one
  public static Database open(String uri) {
    return open(uri, Optional.empty());
  }

  /// @param recipeKey seals the secrets in recipes; empty for a key that lies in the database
  public static Database open(String uri, Optional<String> recipeKey) {
    var named = new ConnectionString(uri).getDatabase();
    return open(uri, named == null ? DEFAULT_NAME : named, recipeKey);
  }

  /// The same with this database, whichever the URI names.
  public static Database open(String uri, String name) {
    return open(uri, name, Optional.empty());
  }

  private static Database open(String uri, String name, Optional<String> recipeKey) {
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(uri))
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .applyToClusterSettings(c -> c.serverSelectionTimeout(30, TimeUnit.SECONDS))
            .build();
    var client = MongoClients.create(settings);
    var database = new Database(client, client.getDatabase(name), recipeKey);
    try {
      Migrations.apply(database);
      return database;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  MongoCollection<Document> collection(String name) {
    return database.getCollection(name);
  }

  /// Keeps the secrets in recipes.
  Seal seal() {
    var known = seal;
    if (known == null) {
      known =
          new Seal(
              recipeKey
                  .map(key -> key.getBytes(StandardCharsets.UTF_8))
                  .orElseGet(
                      () -> new KeyStore(this).secret(Purpose.RECIPE, Instant.EPOCH).bytes()));
      seal = known;
    }
    return known;
  }

  /// Removes every document and leaves the schema; for tests that share a server.
  public void empty() {
    for (var name : database.listCollectionNames()) {
      if (!name.equals(Migrations.COLLECTION)) {
        collection(name).deleteMany(new Document());
      }
    }
  }

  /// Removes everything; for tests that share a server.
  public void drop() {
    database.drop();
  }

  @Override
  public void close() {
    client.close();
  }
}
