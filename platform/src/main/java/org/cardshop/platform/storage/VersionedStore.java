package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteError;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

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
    var d =
        fields(1, value, now)
            .append("_id", new ObjectId(id))
            .append("created_at", Bson.date(now))
            .append("history", history.stream().map(Bson::history).toList())
            .append("outbox", posted(1, effects).stream().map(this::document).toList());
    if (!effects.isEmpty()) {
      d.append("outbox_since", Bson.date(now));
    }
    return unlessTaken(() -> documents.insertOne(d));
  }

  Optional<Versioned<T, E>> find(String id) {
    return Ids.parse(id).map(i -> documents.find(eq("_id", i)).first()).map(this::read);
  }

  /// Those that are there, in any order.
  List<Versioned<T, E>> findAll(Collection<String> ids) {
    var known = ids.stream().flatMap(id -> Ids.parse(id).stream()).toList();
    return known.isEmpty() ? List.of() : read(documents.find(in("_id", known)), this::read);
  }

  /// Replaces the value when the stored version is still the one that was read.
  ///
  /// @return what is stored now; empty when a unique key is taken
  /// @throws StaleVersionException when it is not
  Optional<Versioned<T, E>> save(
      Versioned<T, E> read, T next, List<HistoryEntry> lived, List<E> effects, Instant now) {
    var saving = new Saving<>(read, next, lived, effects);
    var isFree =
        unlessTaken(() -> {
          if (documents.updateOne(asRead(read), update(saving, now)).getMatchedCount() == 0) {
            throw new StaleVersionException(documents.getNamespace() + " " + read.id());
          }
        });
    return isFree ? Optional.of(saved(saving, now)) : Optional.empty();
  }

  /// Saves many in one command.
  ///
  /// @return what is stored now, in their order; empty when one or more could not be saved, because
  ///   somebody else had saved it or a unique key was taken. Which ones is then not known
  Optional<List<Versioned<T, E>>> saveAll(List<Saving<T, E>> savings, Instant now) {
    var writes =
        savings.stream()
            .map(s -> new UpdateOneModel<Document>(asRead(s.read()), update(s, now)))
            .toList();
    var areFree = new AtomicBoolean();
    boolean isFree =
        unlessTaken(() ->
            areFree.set(documents.bulkWrite(writes, UNORDERED).getMatchedCount() == writes.size()));
    return isFree && areFree.get()
        ? Optional.of(savings.stream().map(s -> saved(s, now)).toList())
        : Optional.empty();
  }

  private static <T, E> org.bson.conversions.Bson asRead(Versioned<T, E> read) {
    return and(eq("_id", new ObjectId(read.id())), eq("version", read.version()));
  }

  private Document update(Saving<T, E> saving, Instant now) {
    long version = saving.read().version() + 1;
    var posted = posted(version, saving.effects());
    var fields = fields(version, saving.next(), now);
    var gone = new Document();
    mapping
        .write(saving.read().value())
        .forEach((name, before) -> {
          if (!fields.containsKey(name)) {
            gone.append(name, "");
          } else if (before.equals(fields.get(name))) {
            fields.remove(name); // it is there already
          }
        });
    // Only the mapping's fields are replaced: progress and logs are written by others, and what
    // was carried out since the read has left the outbox and must not come back.
    var update =
        new Document("$set", fields)
            .append(
                "$push",
                new Document("history", each(saving.lived().stream().map(Bson::history)))
                    .append("outbox", each(posted.stream().map(this::document))));
    if (!gone.isEmpty()) {
      update.append("$unset", gone);
    }
    if (!posted.isEmpty()) {
      // The oldest effect counts: a document that is saved all the time hides none.
      update.append("$min", new Document("outbox_since", Bson.date(now)));
    }
    return update;
  }

  private Versioned<T, E> saved(Saving<T, E> saving, Instant now) {
    var read = saving.read();
    long version = read.version() + 1;
    return new Versioned<>(
        read.id(),
        version,
        saving.next(),
        now,
        joined(read.history(), saving.lived()),
        joined(read.outbox(), posted(version, saving.effects())));
  }

  /// Takes a carried-out effect out of the outbox; does nothing when it is gone.
  void remove(String id, Posted<E> effect) {
    var owner = eq("_id", new ObjectId(id));
    documents.updateOne(owner, Updates.pull("outbox", new Document("id", effect.id())));
    documents.updateOne(and(owner, eq("outbox", List.of())), Updates.unset("outbox_since"));
  }

  /// The same for all effects that these documents carry, at one go where nothing else is in their
  /// outboxes.
  void removeAll(List<Versioned<T, E>> done) {
    var empty =
        new Document("$set", new Document("outbox", List.of()))
            .append("$unset", new Document("outbox_since", ""));
    var writes =
        done.stream()
            .map(d ->
                new UpdateOneModel<Document>(
                    and(asRead(d), size("outbox", d.outbox().size())), empty))
            .toList();
    if (documents.bulkWrite(writes, UNORDERED).getMatchedCount() < writes.size()) {
      done.forEach(d -> d.outbox().forEach(effect -> remove(d.id(), effect)));
    }
  }

  /// Lets effects that wait since `time` or longer wait anew from `now` on. Of several that ask at
  /// once one is answered true: it carries them out.
  boolean takeUpOutbox(String id, Instant time, Instant now) {
    return documents
            .updateOne(
                and(eq("_id", new ObjectId(id)), lte("outbox_since", Bson.date(time))),
                Updates.set("outbox_since", Bson.date(now)))
            .getModifiedCount()
        > 0;
  }

  /// Those whose effects wait since this time or longer, longest first: whoever posted them did not
  /// live to carry them out, or could not. Since when the effects wait that wait longest.
  Optional<Instant> oldestOutbox() {
    var first =
        documents
            .find(and(gt("outbox_since", Bson.date(Instant.EPOCH)), ne("outbox", List.of())))
            .sort(new Document("outbox_since", 1))
            .projection(include("outbox_since"))
            .first();
    return Optional.ofNullable(first).map(d -> Bson.instant(d, "outbox_since"));
  }

  List<Versioned<T, E>> withOutboxSince(Instant time, int limit) {
    return read(
        documents
            .find(and(lte("outbox_since", Bson.date(time)), ne("outbox", List.of())))
            .sort(new Document("outbox_since", 1))
            .limit(limit),
        this::read);
  }

  /// Ascending by time of change. Ascending by time; nothing is read but when it was.
  List<Changed> changedAfter(Instant time, int limit) {
    return documents
        .find(gt("changed_at", Bson.date(time)))
        .sort(new Document("changed_at", 1))
        .limit(limit)
        .projection(include("changed_at"))
        .map(d -> new Changed(d.getObjectId("_id").toHexString(), Bson.instant(d, "changed_at")))
        .into(new ArrayList<>());
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

  private Document fields(long version, T value, Instant now) {
    var fields = mapping.write(value);
    if (fields.keySet().stream().anyMatch(OWN::contains)) {
      throw new IllegalStateException("a mapping may not use the names " + OWN);
    }
    return fields.append("version", version).append("changed_at", Bson.date(now));
  }

  private Document document(Posted<E> posted) {
    return mapping.writeEffect(posted.effect()).append("id", posted.id());
  }

  private static <E> List<Posted<E>> posted(long version, List<E> effects) {
    return IntStream.range(0, effects.size())
        .mapToObj(i -> new Posted<>(version + "." + i, effects.get(i)))
        .toList();
  }

  private static Document each(Stream<Document> added) {
    return new Document("$each", added.toList());
  }

  private static <R> List<R> joined(List<R> some, List<R> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// Answers false when a unique key is taken.
  static boolean unlessTaken(Runnable write) {
    try {
      write.run();
      return true;
    } catch (MongoWriteException e) {
      if (isTaken(e.getError())) {
        return false;
      }
      throw e;
    } catch (MongoBulkWriteException e) {
      if (e.getWriteConcernError() == null
          && e.getWriteErrors().stream().allMatch(VersionedStore::isTaken)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isTaken(WriteError e) {
    return e.getCategory() == ErrorCategory.DUPLICATE_KEY;
  }
}
