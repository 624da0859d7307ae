package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.gt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.Json;

/// Who did, or was refused, what: numbered from 1, and each entry with the hash of the one before,
/// so that none can be changed or taken out of the middle unnoticed. Nothing is ever taken away.
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

  private final MongoCollection<Document> documents;

  public AuditStore(Database database) {
    documents = database.collection("audit");
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
  public Page<Link> page(Map<String, Object> filter, int skip, int limit) {
    var query = new Document(filter);
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
    var entry = link.entry();
    return new Document("_id", link.number())
        .append("at", Bson.date(entry.at()))
        .append("by", entry.by())
        .append("from", entry.from())
        .append("what", entry.what())
        .append("object", entry.object())
        .append("status", entry.status())
        .append("reason", entry.reason())
        .append("before", text(entry.before()))
        .append("after", text(entry.after()))
        .append("hash", link.hash());
  }

  private static Link read(Document d) {
    var entry =
        new AuditEntry(
            Bson.instant(d, "at"),
            d.getString("by"),
            d.getString("from"),
            d.getString("what"),
            d.getString("object"),
            d.getInteger("status"),
            d.getString("reason"),
            object(d.getString("before")),
            object(d.getString("after")));
    return new Link(d.getLong("_id"), entry, d.getString("hash"));
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
