package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An index in memory. Serves any query that says what the first of its keys equals, or the first
/// few, whatever else the query says.
final class StoreIndex extends Index<Long> {
  private final boolean unique;
  private final IndexEntries entries = new IndexEntries();

  StoreIndex(String name, List<IndexKey> keys, boolean unique, boolean sparse) {
    super(name, keys, sparse);
    this.unique = unique;
  }

  /// An array gives a key for each of its elements; a sparse index has none for a document that
  /// lacks all of its fields.
  private Set<KeyValue> keysOf(Document document) {
    return isSparse() && keys().stream().noneMatch(key -> has(document, key))
        ? Set.of()
        : getKeyValues(document);
  }

  private static boolean has(Document document, String key) {
    return !(Utils.getSubdocumentValueCollectionAware(document, key) instanceof Missing);
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Long> collection) {
    checkFree(keysOf(document), collection);
  }

  @Override
  public void checkUpdate(
      Document oldDocument, Document newDocument, MongoCollection<Long> collection) {
    var own = keysOf(oldDocument);
    checkFree(keysOf(newDocument).stream().filter(key -> !own.contains(key)).toList(), collection);
  }

  private void checkFree(Iterable<KeyValue> wanted, MongoCollection<Long> collection) {
    for (var key : wanted) {
      if (unique && !entries.isFree(key)) {
        throw new DuplicateKeyError(this, collection, getKeys(), key);
      }
    }
  }

  @Override
  public void add(Document document, Long position, MongoCollection<Long> collection) {
    checkAdd(document, collection);
    keysOf(document).forEach(key -> entries.add(key, position));
  }

  @Override
  public void updateInPlace(
      Document oldDocument, Document newDocument, Long position, MongoCollection<Long> collection) {
    var before = keysOf(oldDocument);
    var after = keysOf(newDocument);
    if (!before.equals(after)) {
      before.forEach(key -> entries.remove(key, position));
      after.forEach(key -> entries.add(key, position));
    }
  }

  void remove(Document document, long position) {
    keysOf(document).forEach(key -> entries.remove(key, position));
  }

  @Override
  public Long remove(Document document) {
    throw new UnsupportedOperationException("the collection knows the position");
  }

  /// Only `_id` tells one document for sure; the others leave the question to it.
  @Override
  public @Nullable Long getPosition(Document document) {
    return keys().equals(List.of("_id"))
        ? entries.positions(keysOf(document).iterator().next()).findFirst().orElse(null)
        : null;
  }

  @Override
  public boolean canHandle(Document query) {
    return narrowness(query) > 0;
  }

  /// How many of the keys the query pins, and more than any of these when that leaves one document.
  int narrowness(Document query) {
    int pinned = Equalities.pinned(keys(), query);
    return unique && pinned == keys().size() ? Integer.MAX_VALUE : pinned;
  }

  @Override
  public List<Long> getPositions(Document query) {
    return Equalities.prefixes(keys(), query).stream()
        .flatMap(entries::positions)
        .distinct()
        .toList();
  }

  @Override
  public boolean hasSameOptions(Index<?> other) {
    return toIndexDescription().equals(other.toIndexDescription());
  }

  @Override
  public boolean isUnique() {
    return unique;
  }

  @Override
  public long getCount() {
    return entries.size();
  }

  @Override
  public long getDataSize() {
    return entries.size();
  }

  @Override
  public void drop() {
    entries.clear();
  }
}
