package org.cardshop.platform.storage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/// The connection to the store. A write is answered when a majority has it on disk.
public final class Database implements AutoCloseable {
  private static final String DEFAULT_NAME = "cardshop";

  private final MongoClient client;
  private final MongoDatabase database;

  private Database(MongoClient client, MongoDatabase database) {
    this.client = client;
    this.database = database;
  }

  /// Connects and brings the schema up to date; waits up to 30 s for a server that is starting.
  ///
  /// @param uri `mongodb://…`; the database is `cardshop` unless the URI names one
  public static Database open(String uri) {
    var connection = new ConnectionString(uri);
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(connection)
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .applyToClusterSettings(c -> c.serverSelectionTimeout(30, TimeUnit.SECONDS))
            .build();
    var client = MongoClients.create(settings);
    var name = connection.getDatabase();
    var database = new Database(client, client.getDatabase(name == null ? DEFAULT_NAME : name));
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

  /// Removes everything; for tests that share a server.
  public void drop() {
    database.drop();
  }

  @Override
  public void close() {
    client.close();
  }
}
