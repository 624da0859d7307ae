package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.List;
import org.bson.Document;

/// The runs of all schedules: one document for each due time, unique by schedule and time.
public final class RunStore implements Runs {
  private final MongoCollection<Document> documents;

  public RunStore(Database database) {
    documents = database.collection("schedule_runs");
  }

  @Override
  public boolean insert(Run run, Instant now) {
    return VersionedStore.unlessTaken(() ->
        documents.insertOne(
            new Document("schedule", run.schedule())
                .append("due", Bson.date(run.due()))
                .append("job", run.job())
                .append("noted_at", Bson.date(now))
                .append("published", false)
                .append("unpublished_since", Bson.date(now))));
  }

  @Override
  public void setPublished(Run run) {
    documents.updateOne(
        is(run),
        Updates.combine(Updates.set("published", true), Updates.unset("unpublished_since")));
  }

  @Override
  public List<Run> unpublishedSince(Instant time, int limit) {
    return VersionedStore.read(
        documents
            .find(lte("unpublished_since", Bson.date(time)))
            .sort(new Document("unpublished_since", 1))
            .limit(limit),
        d -> new Run(d.getString("schedule"), Bson.instant(d, "due"), d.getString("job")));
  }

  @Override
  public boolean takeUp(Run run, Instant time, Instant now) {
    return documents
            .updateOne(
                and(is(run), lte("unpublished_since", Bson.date(time))),
                Updates.set("unpublished_since", Bson.date(now)))
            .getModifiedCount()
        > 0;
  }

  @Override
  public void setEnded(Run run, Instant now) {
    documents.updateOne(is(run), Updates.set("ended_at", Bson.date(now)));
  }

  @Override
  public boolean isOpen(Run run) {
    return documents.find(and(is(run), exists("ended_at", false))).first() != null;
  }

  @Override
  public boolean hasOpen(String schedule, Instant since) {
    return documents
            .find(
                and(
                    eq("schedule", schedule),
                    gte("noted_at", Bson.date(since)),
                    exists("ended_at", false)))
            .first()
        != null;
  }

  /// Forgets those that were due before this time; answers how many.
  public long prune(Instant before) {
    return documents.deleteMany(lt("due", Bson.date(before))).getDeletedCount();
  }

  private static org.bson.conversions.Bson is(Run run) {
    return and(eq("schedule", run.schedule()), eq("due", Bson.date(run.due())));
  }
}
