package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.Json;

/// Who did, or was refused, what: numbered from 1, and each entry with the hash of the one before,
/// so that none can be changed or taken out of the middle unnoticed. Nothing is ever taken away.
///
/// A change is announced before it is made, so that one which a crash cut off is in the audit, too.
public final class AuditStore {
  private static final String NOTHING_BEFORE = "";

  /// An entry with its place in the chain.
  ///
  /// @param hash SHA-256, in hex, of the entry, its number and the hash of the one before
  public record Link(long number, AuditEntry entry, String hash) {}

  /// What became of the chain.
  ///
  /// @param length how many entries are sound, from the first on
  /// @param hash of the last of them: note it elsewhere to notice when the end was cut off
  /// @param wrong what is wrong behind them; empty when all is sound
  public record Verdict(long length, String hash, Optional<String> wrong) {}

  /// No request takes longer: what was announced before that is not being worked at any more.
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final MongoCollection<Document> documents;
  private final MongoCollection<Document> announced;

  public AuditStore(Database database) {
    documents = database.collection("audit");
    announced = database.collection("audit_announced");
  }

  /// Keeps what is about to be done. Adds what others announced long ago and never ended.
  ///
  /// @param intent with the status and the reason that tell of it if its end is never heard of
  /// @return for [#end] or [#withdraw]
  public String announce(AuditEntry intent) {
    settle(intent.at().minus(LONGEST));
    var id = Ids.next();
    announced.insertOne(fields(intent).append("_id", id));
    return id;
  }

  /// What was announced was done, or may have been.
  public void end(String id, AuditEntry entry) {
    append(entry);
    withdraw(id);
  }

  /// What was announced changed nothing.
  public void withdraw(String id) {
    announced.deleteOne(new Document("_id", id));
  }

  /// Two who do it at once may both add an entry; none is left out.
  private void settle(Instant before) {
    for (var d : announced.find(lt("at", Bson.date(before))).sort(new Document("at", 1))) {
      end(d.getString("_id"), entry(d));
    }
  }

  /// Adds it at the end. Of many who add at once each gets a number of its own.
  public synchronized void append(AuditEntry entry) {
    boolean isAdded;
    do {
      var last = documents.find().sort(new Document("_id", -1)).limit(1).first();
      long number = last == null ? 1 : last.getLong("_id") + 1;
      var before = last == null ? NOTHING_BEFORE : last.getString("hash");
      var link = new Link(number, entry, hash(number, entry, before));
      isAdded = VersionedStore.unlessTaken(() -> documents.insertOne(write(link)));
    } while (!isAdded);
  }

  /// Newest first.
  ///
  /// @param filter equality by field: `by`, `from`, `what`, `object`, `status`
  /// @param since the first moment, if there is one
  /// @param until the first moment that is too late, if there is one
  public Page<Link> page(
      Map<String, Object> filter,
      Optional<Instant> since,
      Optional<Instant> until,
      int skip,
      int limit) {
    var query = new Document(filter);
    var times = new Document();
    since.ifPresent(at -> times.append("$gte", Bson.date(at)));
    until.ifPresent(at -> times.append("$lt", Bson.date(at)));
    if (!times.isEmpty()) {
      query.append("at", times);
    }
    var found = documents.find(query).sort(new Document("_id", -1)).skip(skip).limit(limit);
    return new Page<>(
        found.map(AuditStore::read).into(new ArrayList<>()), documents.countDocuments(query));
  }

  /// Walks the whole chain.
  public Verdict verify() {
    long number = 0;
    var hash = NOTHING_BEFORE;
    for (var batch = after(number); !batch.isEmpty(); batch = after(number)) {
      for (var d : batch) {
        var wrong = wrong(d, number + 1, hash);
        if (wrong.isPresent()) {
          return new Verdict(number, hash, wrong);
        }
        number++;
        hash = d.getString("hash");
      }
    }
    return new Verdict(number, hash, Optional.empty());
  }

  private List<Document> after(long number) {
    return documents
        .find(gt("_id", number))
        .sort(new Document("_id", 1))
        .limit(1_000)
        .into(new ArrayList<>());
  }

  private static Optional<String> wrong(Document d, long number, String before) {
    if (d.getLong("_id") != number) {
      return Optional.of("The entry " + number + " is missing.");
    }
    var link = read(d);
    return link.hash().equals(hash(number, link.entry(), before))
        ? Optional.empty()
        : Optional.of("The entry " + number + " was changed, or the one before it.");
  }

  private static String hash(long number, AuditEntry entry, String before) {
    var all = Json.MAPPER.createArrayNode().add(number).add(before).add(entry.at().toEpochMilli());
    all.add(entry.by()).add(entry.from()).add(entry.what()).add(entry.object());
    all.add(entry.status()).add(entry.reason());
    all.add(text(entry.before())).add(text(entry.after()));
    return Sha256.of(Json.text(all).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static Document write(Link link) {
    return fields(link.entry()).append("_id", link.number()).append("hash", link.hash());
  }

  private static Document fields(AuditEntry entry) {
    return new Document("at", Bson.date(entry.at()))
        .append("by", entry.by())
        .append("from", entry.from())
        .append("what", entry.what())
        .append("object", entry.object())
        .append("status", entry.status())
        .append("reason", entry.reason())
        .append("before", text(entry.before()))
        .append("after", text(entry.after()));
  }

  private static Link read(Document d) {
    return new Link(d.getLong("_id"), entry(d), d.getString("hash"));
  }

  private static AuditEntry entry(Document d) {
    return new AuditEntry(
        Bson.instant(d, "at"),
        d.getString("by"),
        d.getString("from"),
        d.getString("what"),
        d.getString("object"),
        d.getInteger("status"),
        d.getString("reason"),
        object(d.getString("before")),
        object(d.getString("after")));
  }

  private static String text(Optional<ObjectNode> object) {
    return object.map(Json::text).orElse("");
  }

  private static Optional<ObjectNode> object(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)));
  }
}
