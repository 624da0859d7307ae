package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cardshop.embedded.store.IndexEntries.Likeness;
import org.jspecify.annotations.Nullable;

/// An index on disk. Serves any query that says what the first of its keys equals, or the first
/// few, and within which bounds the next one lies, whatever else the query says; and any that asks
/// for the order of the keys that follow.
final class StoreIndex extends Index<Long> {
  private final boolean unique;
  private final IndexEntries entries;

  StoreIndex(
      String name, List<IndexKey> keys, boolean unique, boolean sparse, IndexEntries entries) {
    super(name, keys, sparse);
    this.unique = unique;
    this.entries = entries;
  }

  /// New ones are empty, also where there are documents.
  @Override
  public boolean isEmpty() {
    return entries.isNew();
  }

  void built() {
    entries.built();
  }

  /// An array gives a key for each of its elements; a sparse index has none for a document that
  /// lacks all of its fields.
  private Set<KeyValue> keysOf(Document document) {
    return isSparse() && keys().stream().noneMatch(key -> has(document, key))
        ? Set.of()
        : placesOf(document);
  }

  /// An empty list has no element to be found by; its document has a place all the same.
  private Set<KeyValue> placesOf(Document document) {
    var places = getKeyValues(document);
    if (!places.isEmpty()) {
      return places;
    }
    var without = document.clone();
    without.values().removeIf(value -> value instanceof Collection<?> list && list.isEmpty());
    return getKeyValues(without);
  }

  private static boolean has(Document document, String key) {
    return !(Utils.getSubdocumentValueCollectionAware(document, key) instanceof Missing);
  }

  @Override
  public void checkAdd(Document document, MongoCollection<Long> collection) {
    if (canRefuse()) {
      checkFree(keysOf(document), collection);
    }
  }

  @Override
  public void checkUpdate(
      Document oldDocument, Document newDocument, MongoCollection<Long> collection) {
    if (canRefuse() && !isUntouched(oldDocument, newDocument)) {
      var own = keysOf(oldDocument);
      var wanted = keysOf(newDocument).stream().filter(key -> !own.contains(key)).toList();
      checkFree(wanted, collection);
    }
  }

  /// A key that is taken, or that two lists would make.
  private boolean canRefuse() {
    return unique || isCompoundIndex();
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
    add(document, keysOf(document), position);
  }

  @Override
  public void updateInPlace(
      Document oldDocument, Document newDocument, Long position, MongoCollection<Long> collection) {
    if (isUntouched(oldDocument, newDocument)) {
      return;
    }
    var before = keysOf(oldDocument);
    var after = keysOf(newDocument);
    if (!before.equals(after)) {
      before.forEach(key -> entries.remove(key, position));
      add(newDocument, after, position);
    }
  }

  /// Most updates leave most indexes alone; to find out costs less than to make the keys.
  private boolean isUntouched(Document before, Document after) {
    for (var key : keys()) {
      var was = Utils.getSubdocumentValueCollectionAware(before, key);
      if (!Objects.equals(was, Utils.getSubdocumentValueCollectionAware(after, key))) {
        return false;
      }
    }
    return true;
  }

  private void add(Document document, Set<KeyValue> itsKeys, long position) {
    entries.has(likeness(document));
    itsKeys.forEach(key -> entries.add(key, position));
  }

  private Likeness likeness(Document document) {
    var first = keys().getFirst();
    if (!keys().stream().skip(1).allMatch(key -> isPlain(value(document, key)))) {
      return Likeness.MIXED;
    }
    var value = value(document, first);
    if (isPlain(value)) {
      return Likeness.PLAIN;
    }
    return value instanceof Collection<?> list
            && !first.contains(".")
            && list.stream().allMatch(StoreIndex::isPlain)
        ? Likeness.LISTS
        : Likeness.MIXED;
  }

  private static @Nullable Object value(Document document, String key) {
    return Utils.getSubdocumentValueCollectionAware(document, key);
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof Missing || IndexValue.isPlain(value);
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
        ? entries
            .positions(
                KeyRange.of(keysOf(document).iterator().next().stream().toList()), 0, _ -> true)
            .findFirst()
            .orElse(null)
        : null;
  }

  @Override
  public boolean canHandle(Document query) {
    return Equalities.pinned(keys(), query) > 0;
  }

  @Override
  public List<Long> getPositions(Document query) {
    return scan(query, new Document()).map(scan -> scan.positions(0).toList()).orElse(List.of());
  }

  /// The query leaves one document at most, and this index knows which.
  boolean tellsOne(Document query) {
    return unique && Equalities.pinned(keys(), query) == keys().size();
  }

  /// Empty when the index is of no use for the query and the order.
  Optional<IndexScan> scan(Document query, Document orderBy) {
    int pinned = Equalities.pinned(keys(), query);
    var prefixes = Equalities.prefixes(keys(), query);
    boolean isPlain =
        switch (entries.likeness()) {
          case PLAIN -> true;
          case LISTS -> pinned > 0 && prefixes.size() == 1;
          case MIXED -> false;
        };
    var words = Equalities.texts(keys().getFirst(), query);
    if (entries.likeness() == Likeness.LISTS && words.size() > 1) {
      return Optional.of(all(words, orderBy));
    }
    if (prefixes.size() > 1 || !isPlain) {
      return pinned == 0 ? Optional.empty() : Optional.of(several(prefixes, isPlain, query));
    }
    var prefix = prefixes.getFirst();
    var bounded =
        pinned < keys().size()
            ? Bounds.range(prefix, keys().get(pinned), query)
            : Optional.<KeyRange>empty();
    var order = order(pinned, orderBy);
    boolean isOfAll = pinned == 0 && bounded.isEmpty();
    if (isOfAll && (isSparse() || order == IndexScan.Order.ANY)) {
      return Optional.empty();
    }
    var told = keys().subList(0, pinned + (bounded.isPresent() ? 1 : 0));
    boolean isExact = Equalities.areAll(Set.copyOf(told), query);
    return Optional.of(
        new IndexScan(
            entries, List.of(bounded.orElse(KeyRange.of(prefix))), order, !isOfAll, isExact));
  }

  /// The documents whose lists have all these words: entries of the rarest that are under the
  /// others, too.
  private IndexScan all(List<String> words, Document orderBy) {
    var ranges =
        words.stream()
            .map(word -> KeyRange.of(List.of(word)))
            .sorted(Comparator.comparingLong(entries::count))
            .toList();
    var others = ranges.stream().skip(1).map(KeyRange::from).toList();
    int length = ranges.getFirst().from().length;
    return new IndexScan(
        entries,
        ranges.subList(0, 1),
        order(1, orderBy),
        true,
        false,
        entry -> others.stream().allMatch(other -> entries.hasUnder(other, entry, length)));
  }

  /// Exact where every range has all keys that the query speaks of.
  private IndexScan several(List<List<Object>> prefixes, boolean isPlain, Document query) {
    int length = prefixes.getFirst().size();
    boolean isExact = isPlain && Equalities.areAll(Set.copyOf(keys().subList(0, length)), query);
    var ranges = prefixes.stream().map(KeyRange::of).toList();
    return new IndexScan(entries, ranges, IndexScan.Order.ANY, true, isExact);
  }

  /// What is pinned is the same in all; the keys behind it give the order.
  private IndexScan.Order order(int pinned, Document orderBy) {
    var asked = new ArrayList<>(orderBy.keySet());
    asked.removeAll(keys().subList(0, pinned));
    var next = keys().subList(pinned, Math.min(keys().size(), pinned + asked.size()));
    var directions = asked.stream().map(key -> isAscending(orderBy.get(key))).distinct().toList();
    if (orderBy.isEmpty() || !asked.equals(next) || directions.size() > 1) {
      return IndexScan.Order.ANY;
    }
    return directions.contains(false)
        ? IndexScan.Order.AS_ASKED_FROM_LAST
        : IndexScan.Order.AS_ASKED;
  }

  private static boolean isAscending(@Nullable Object direction) {
    return !(direction instanceof Number number) || number.intValue() > 0;
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
    entries.drop();
  }
}
