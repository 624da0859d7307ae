package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.ObjectId;

/// Documents with a version, a history and an outbox. State, history and effects are saved in one
/// write of one document; a save finds the version that was read or changes nothing.
///
/// @param <T> the value
/// @param <E> its effects
final class VersionedStore<T, E> {
  /// How a value and its effects look in the database.
  interface Mapping<T, E> {
    Document write(T value);

    T read(Document d);

    Document writeEffect(E effect);

    E readEffect(Document d);
  }

  private static final List<String> OWN =
      List.of("_id", "version", "changed_at", "created_at", "history", "outbox", "outbox_since");

  private final MongoCollection<Document> documents;
  private final Mapping<T, E> mapping;

  VersionedStore(MongoCollection<Document> documents, Mapping<T, E> mapping) {
    this.documents = documents;
    this.mapping = mapping;
  }

  /// Answers false when a unique key is taken already.
  boolean insert(String id, T value, List<HistoryEntry> history, List<E> effects, Instant now) {
    var d = document(new ObjectId(id), 1, value, history, posted(1, effects), now);
    d.append("created_at", Bson.date(now));
    return unlessTaken(() -> documents.insertOne(d));
  }

  Optional<Versioned<T, E>> find(String id) {
    return Ids.parse(id).map(i -> documents.find(eq("_id", i)).first()).map(this::read);
  }

  /// Replaces the value when the stored version is still the one that was read.
  ///
  /// @return what is stored now; empty when a unique key is taken
  /// @throws StaleVersionException when it is not
  Optional<Versioned<T, E>> save(
      Versioned<T, E> read, T next, List<HistoryEntry> lived, List<E> effects, Instant now) {
    long version = read.version() + 1;
    var history = new ArrayList<>(read.history());
    history.addAll(lived);
    var outbox = new ArrayList<>(read.outbox());
    outbox.addAll(posted(version, effects));
    var d = document(new ObjectId(read.id()), version, next, history, outbox, now);
    d.remove("_id");
    var unset = new Document();
    // Only the fields of the mapping are replaced: progress and logs are written by others.
    mapping.write(read.value()).keySet().stream()
        .filter(k -> !d.containsKey(k))
        .forEach(k -> unset.append(k, ""));
    if (!d.containsKey("outbox_since")) {
      unset.append("outbox_since", "");
    }
    var update = new Document("$set", d);
    if (!unset.isEmpty()) {
      update.append("$unset", unset);
    }
    var isFree =
        unlessTaken(() -> {
          var result =
              documents.updateOne(
                  and(eq("_id", new ObjectId(read.id())), eq("version", read.version())), update);
          if (result.getMatchedCount() == 0) {
            throw new StaleVersionException(documents.getNamespace() + " " + read.id());
          }
        });
    return isFree
        ? Optional.of(new Versioned<>(read.id(), version, next, now, history, outbox))
        : Optional.empty();
  }

  /// Takes a carried-out effect out of the outbox; does nothing when it is gone.
  void remove(String id, Posted<E> effect) {
    var owner = eq("_id", new ObjectId(id));
    documents.updateOne(owner, Updates.pull("outbox", new Document("id", effect.id())));
    documents.updateOne(and(owner, eq("outbox", List.of())), Updates.unset("outbox_since"));
  }

  /// Those whose effects wait since this time or longer: whoever posted them did not live to carry
  /// them out.
  List<Versioned<T, E>> withOutboxSince(Instant time, int limit) {
    return read(documents.find(lte("outbox_since", Bson.date(time))).limit(limit), this::read);
  }

  /// Ascending by time of change.
  List<Versioned<T, E>> changedAfter(Instant time, int limit) {
    return read(
        documents
            .find(gt("changed_at", Bson.date(time)))
            .sort(new Document("changed_at", 1))
            .limit(limit),
        this::read);
  }

  Versioned<T, E> read(Document d) {
    return new Versioned<>(
        d.getObjectId("_id").toHexString(),
        Bson.whole(d, "version"),
        mapping.read(d),
        Bson.instant(d, "changed_at"),
        Bson.documents(d, "history").stream().map(Bson::history).toList(),
        Bson.documents(d, "outbox").stream()
            .map(e -> new Posted<>(e.getString("id"), mapping.readEffect(e)))
            .toList());
  }

  static <R> List<R> read(FindIterable<Document> found, Function<Document, R> mapper) {
    return found.map(mapper::apply).into(new ArrayList<>());
  }

  private Document document(
      ObjectId id,
      long version,
      T value,
      List<HistoryEntry> history,
      List<Posted<E>> outbox,
      Instant now) {
    var d = mapping.write(value);
    if (d.keySet().stream().anyMatch(OWN::contains)) {
      throw new IllegalStateException("a mapping may not use the names " + OWN);
    }
    d.append("_id", id)
        .append("version", version)
        .append("changed_at", Bson.date(now))
        .append("history", history.stream().map(Bson::history).toList())
        .append(
            "outbox",
            outbox.stream()
                .map(p -> mapping.writeEffect(p.effect()).append("id", p.id()))
                .toList());
    if (!outbox.isEmpty()) {
      d.append("outbox_since", Bson.date(now));
    }
    return d;
  }

  private List<Posted<E>> posted(long version, List<E> effects) {
    var posted = new ArrayList<Posted<E>>();
    for (int i = 0; i < effects.size(); i++) {
      posted.add(new Posted<>(version + "." + i, effects.get(i)));
    }
    return posted;
  }

  static boolean unlessTaken(Runnable write) {
    try {
      write.run();
      return true;
    } catch (MongoWriteException e) {
      if (ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }
}
