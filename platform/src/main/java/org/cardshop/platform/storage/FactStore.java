package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;

/// The facts that were folded, each once, for whoever wants to know what happened.
public final class FactStore implements Facts {
  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

  private final MongoCollection<Document> documents;

  public FactStore(Database database) {
    documents = database.collection("facts");
  }

  @Override
  public boolean contains(Fact fact) {
    return documents.find(eq("_id", fact.id())).first() != null;
  }

  @Override
  public Set<String> known(Collection<Fact> some) {
    return documents
        .find(in("_id", some.stream().map(Fact::id).toList()))
        .projection(new Document("_id", 1))
        .map(d -> d.getString("_id"))
        .into(new HashSet<>());
  }

  @Override
  public boolean add(Fact fact, Instant now) {
    return VersionedStore.unlessTaken(() -> documents.insertOne(document(fact, now)));
  }

  @Override
  public void addAll(Collection<Fact> some, Instant now) {
    if (!some.isEmpty()) {
      var all = some.stream().map(fact -> document(fact, now)).toList();
      VersionedStore.unlessTaken(() -> documents.insertMany(all, UNORDERED));
    }
  }

  private static Document document(Fact fact, Instant now) {
    return new Document("_id", fact.id())
        .append("type", fact.body().type())
        .append("worker", fact.worker())
        .append("received_at", Bson.date(now))
        .append("json", Json.text(FactJson.write(fact)));
  }

  /// Forgets those received before this time; answers how many.
  public long prune(Instant before) {
    return documents.deleteMany(lt("received_at", Bson.date(before))).getDeletedCount();
  }
}
