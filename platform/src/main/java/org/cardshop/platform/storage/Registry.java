package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/// Things that people set up: few, each with a unique name beside its id.
///
/// @param <T> the things
public abstract sealed class Registry<T extends Registry.Entry>
    permits UserStore, ChannelStore, WarehouseStore, ScheduleStore, MediaStore, AutoImageStore {
  /// Something with an id.
  public interface Entry {
    /// 24 hex digits.
    String id();
  }

  final MongoCollection<Document> documents;
  private final String key;

  /// @param key the field that is unique
  Registry(MongoCollection<Document> documents, String key) {
    this.documents = documents;
    this.key = key;
  }

  abstract Document write(T entry);

  abstract T read(Document d);

  /// Answers false when the name is taken.
  public boolean insert(T entry) {
    return insert(entry, new Document());
  }

  boolean insert(T entry, Document more) {
    var d = write(entry).append("_id", new ObjectId(entry.id()));
    d.putAll(more);
    return VersionedStore.unlessTaken(() -> documents.insertOne(d));
  }

  /// @param idOrName an id, or the unique name
  public Optional<T> find(String idOrName) {
    return Optional.ofNullable(documents.find(named(idOrName)).first()).map(this::read);
  }

  public Optional<T> byName(String name) {
    return Optional.ofNullable(documents.find(eq(key, name)).first()).map(this::read);
  }

  /// Puts the entry in place of the one with its id; answers false when its name is taken.
  public boolean replace(T entry) {
    return VersionedStore.unlessTaken(() ->
        documents.updateOne(
            eq("_id", new ObjectId(entry.id())), new Document("$set", write(entry))));
  }

  /// Answers false when there was none.
  public boolean delete(String id) {
    return Ids.parse(id).map(i -> documents.deleteOne(eq("_id", i)).getDeletedCount()).orElse(0L)
        > 0;
  }

  /// A page of those that match, by name.
  ///
  /// @param filter equality by field
  public Page<T> page(Map<String, Object> filter, int skip, int limit) {
    var query = new Document(filter);
    var found = documents.find(query).sort(new Document(key, 1)).skip(skip).limit(limit);
    return new Page<>(
        found.map(this::read).into(new ArrayList<>()), documents.countDocuments(query));
  }

  private Bson named(String idOrName) {
    var byName = eq(key, idOrName);
    return Ids.parse(idOrName).<Bson>map(i -> or(eq("_id", i), byName)).orElse(byName);
  }
}
