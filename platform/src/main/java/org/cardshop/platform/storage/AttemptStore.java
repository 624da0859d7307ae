package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.cardshop.core.image.Sha256;

/// Failed logins, counted by whatever they have in common: a user name, an address, both. Of that
/// only a hash is kept: what was typed as a name may be a password.
public final class AttemptStore {
  /// What is counted is forgotten after so long without news.
  public static final Duration MEMORY = Duration.ofDays(90);

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  /// @param failures in a row
  /// @param last when the last of them, or the success, was
  /// @param isFamiliar whether a login ever succeeded
  public record Tally(int failures, Instant last, boolean isFamiliar) {
    static final Tally NONE = new Tally(0, Instant.EPOCH, false);
  }

  private final MongoCollection<Document> documents;

  public AttemptStore(Database database) {
    documents = database.collection("login_attempts");
  }

  public Tally of(String what) {
    var d = documents.find(eq("_id", id(what))).first();
    return d == null
        ? Tally.NONE
        : new Tally(
            d.getInteger("failures", 0), Bson.instant(d, "at"), d.getBoolean("familiar", false));
  }

  /// One more.
  public void fail(String what, Instant now) {
    documents.updateOne(
        eq("_id", id(what)),
        Updates.combine(Updates.inc("failures", 1), Updates.set("at", Bson.date(now))),
        UPSERT);
  }

  /// Failures so far count no longer, and it is familiar from now on.
  public void succeed(String what, Instant now) {
    documents.updateOne(
        eq("_id", id(what)),
        Updates.combine(
            Updates.set("failures", 0),
            Updates.set("at", Bson.date(now)),
            Updates.set("familiar", true)),
        UPSERT);
  }

  private static String id(String what) {
    return Sha256.of(what.getBytes(StandardCharsets.UTF_8)).hex();
  }

  public void prune(Instant now) {
    documents.deleteMany(lt("at", Bson.date(now.minus(MEMORY))));
  }
}
