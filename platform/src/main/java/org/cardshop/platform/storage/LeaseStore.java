package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/// Roles that one process has at a time. A holder that was held up does not know that its lease is
/// over: a lease saves work, it protects nothing.
public final class LeaseStore implements Leases {
  private final MongoCollection<Document> documents;

  public LeaseStore(Database database) {
    documents = database.collection("leases");
  }

  @Override
  public boolean take(String role, String holder, Instant now, Duration term) {
    var until = Bson.date(now.plus(term));
    var tooFar = Bson.date(now.plus(term.multipliedBy(Leases.TOO_FAR)));
    var isFree = or(eq("holder", holder), lte("until", Bson.date(now)), gt("until", tooFar));
    var update = Updates.combine(Updates.set("holder", holder), Updates.set("until", until));
    return documents.updateOne(and(eq("_id", role), isFree), update).getMatchedCount() > 0
        || VersionedStore.unlessTaken(() ->
            documents.insertOne(
                new Document("_id", role).append("holder", holder).append("until", until)));
  }

  /// Until when somebody has the role; empty when nobody ever took it, or gave it back.
  public Optional<Instant> until(String role) {
    return Optional.ofNullable(documents.find(eq("_id", role)).first())
        .map(d -> Bson.instant(d, "until"));
  }

  @Override
  public void release(String role, String holder) {
    documents.deleteOne(and(eq("_id", role), eq("holder", holder)));
  }
}
