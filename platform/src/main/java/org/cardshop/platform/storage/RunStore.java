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

/// The runs of all schedules: one document for each due time, unique, from before it is enqueued
/// until it is forgotten.
public final class RunStore {
  private final MongoCollection<Document> documents;

  public RunStore(Database database) {
    documents = database.collection("schedule_runs");
  }

  /// Notes that the due time is to be enqueued. Of all that try one is answered true: it does it.
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

  public void setPublished(Run run) {
    documents.updateOne(
        is(run),
        Updates.combine(Updates.set("published", true), Updates.unset("unpublished_since")));
  }

  /// Longest first, those that wait to be enqueued since this time or longer.
  public List<Run> unpublishedSince(Instant time, int limit) {
    return VersionedStore.read(
        documents
            .find(lte("unpublished_since", Bson.date(time)))
            .sort(new Document("unpublished_since", 1))
            .limit(limit),
        d -> new Run(d.getString("schedule"), Bson.instant(d, "due"), d.getString("job")));
  }

  /// Lets the run wait anew from `now` on. Of several that ask at once one is answered true: it
  /// enqueues the run.
  public boolean takeUp(Run run, Instant time, Instant now) {
    return documents
            .updateOne(
                and(is(run), lte("unpublished_since", Bson.date(time))),
                Updates.set("unpublished_since", Bson.date(now)))
            .getModifiedCount()
        > 0;
  }

  public void setEnded(Run run, Instant now) {
    documents.updateOne(is(run), Updates.set("ended_at", Bson.date(now)));
  }

  /// Whether the run is known and has not ended.
  public boolean isOpen(Run run) {
    return documents.find(and(is(run), exists("ended_at", false))).first() != null;
  }

  /// Whether a run of the schedule that was noted at this time or later has not ended.
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
