package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import org.bson.Document;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;

/// The facts that were folded, each once, for whoever wants to know what happened.
public final class FactStore implements Facts {
  private final MongoCollection<Document> documents;

  public FactStore(Database database) {
    documents = database.collection("facts");
  }

  @Override
  public boolean contains(Fact fact) {
    return documents.find(eq("_id", fact.id())).first() != null;
  }

  @Override
  public boolean add(Fact fact, Instant now) {
    return VersionedStore.unlessTaken(() ->
        documents.insertOne(
            new Document("_id", fact.id())
                .append("type", fact.body().type())
                .append("worker", fact.worker())
                .append("received_at", Bson.date(now))
                .append("json", Json.text(FactJson.write(fact)))));
  }

  /// Forgets those received before this time; answers how many.
  public long prune(Instant before) {
    return documents.deleteMany(lt("received_at", Bson.date(before))).getDeletedCount();
  }
}
