package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

final class StoreDatabase extends AbstractMongoDatabase<Long> {
  private final StoreFile file;
  private final LongAdder visits;

  StoreDatabase(String name, StoreFile file, LongAdder visits, CursorRegistry cursors) {
    super(name, cursors);
    this.file = file;
    this.visits = visits;
    initializeNamespacesAndIndexes();
  }

  @Override
  public Document handleCommand(
      Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
    if (command.equalsIgnoreCase("dropIndexes")) {
      return super.handleCommand(channel, command, indexByKey(command, query), databases, oplog);
    }
    var counted =
        command.equalsIgnoreCase("aggregate") ? Counting.in(query) : Optional.<Counting>empty();
    if (counted.isPresent()) {
      return counted
          .get()
          .answer(getDatabaseName(), resolveCollection(counted.get().collection(), false));
    }
    var answer = super.handleCommand(channel, command, query, databases, oplog);
    if (command.equalsIgnoreCase("insert")) {
      countInserted(query, answer);
    }
    return answer;
  }

  /// By its name an index would be forgotten in every collection that has one of that name.
  private Document indexByKey(String command, Document query) {
    var collection = resolveCollection(String.valueOf(query.get(command)), false);
    if (collection == null) {
      return query;
    }
    return collection.getIndexes().stream()
        .filter(index -> index.getName().equals(query.get("index")))
        .findFirst()
        .map(index -> new Document(query).append("index", index.toIndexDescription().get("key")))
        .orElse(query);
  }

  /// The server counts the documents that were sent, also those that it turned down.
  private static void countInserted(Document query, Document answer) {
    if (answer.get("writeErrors") instanceof List<?> errors
        && query.get("documents") instanceof Collection<?> sent) {
      boolean ordered = Boolean.TRUE.equals(query.getOrDefault("ordered", true));
      var first = (Document) errors.getFirst();
      answer.put("n", ordered ? first.get("index") : (Object) (sent.size() - errors.size()));
    }
  }

  @Override
  protected MongoCollection<Long> openOrCreateCollection(String name, CollectionOptions options) {
    var documents = file.documents(getFullCollectionNamespace(name));
    return new StoreCollection(this, name, options, cursorRegistry, documents, visits);
  }

  @Override
  protected Index<Long> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return new StoreIndex(name, keys, true, sparse, entries(collection, name));
  }

  @Override
  protected Index<Long> openOrCreateSecondaryIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    return new StoreIndex(name, keys, false, sparse, entries(collection, name));
  }

  private IndexEntries entries(String collection, String index) {
    return new IndexEntries(file.index(getFullCollectionNamespace(collection), index));
  }

  @Override
  public void dropCollection(String name, Oplog oplog) {
    super.dropCollection(name, oplog);
    file.drop(getFullCollectionNamespace(name));
  }

  @Override
  protected long getFileSize() {
    return file.size();
  }

  @Override
  protected long getStorageSize() {
    return file.size();
  }
}
