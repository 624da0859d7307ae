package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out what a query says that a document's fields equal: `{field: value}`, `$eq` and `$in`,
/// on top or within `$and`. What else it says does not matter, because every document found through
/// an index is matched against the whole query.
final class Equalities {
  /// Beyond so many combinations of `$in`, further keys are not worth it.
  private static final int MOST_PREFIXES = 1000;

  private Equalities() {}

  /// How many of these keys, from the first on, the query pins to values.
  static int pinned(List<String> keys, Document query) {
    return (int) keys.stream().takeWhile(key -> !values(query, key).isEmpty()).count();
  }

  /// The values that the pinned keys may have, in every combination.
  ///
  /// @return normalised; one that is empty when no key is pinned
  static List<List<Object>> prefixes(List<String> keys, Document query) {
    var prefixes = List.<List<Object>>of(List.of());
    for (var key : keys.subList(0, pinned(keys, query))) {
      var values = values(query, key);
      if (prefixes.size() * values.size() > MOST_PREFIXES && prefixes.size() > 1) {
        break;
      }
      prefixes = prefixes.stream().flatMap(p -> values.stream().map(v -> longer(p, v))).toList();
    }
    return prefixes.stream()
        .map(p -> p.isEmpty() ? p : new KeyValue(p).normalized().stream().toList())
        .distinct()
        .toList();
  }

  private static List<Object> longer(List<Object> prefix, Object value) {
    var longer = new ArrayList<>(prefix);
    longer.add(value);
    return longer;
  }

  /// What the query says of the field, on top or within `$and`.
  static Stream<Object> conditions(Document query, String field) {
    Stream<Object> here =
        query.containsKey(field) ? Stream.ofNullable(query.get(field)) : Stream.of();
    return query.get("$and") instanceof Collection<?> clauses
        ? Stream.concat(here, clauses.stream().flatMap(c -> conditionsOf(c, field)))
        : here;
  }

  private static Stream<Object> conditionsOf(@Nullable Object clause, String field) {
    return clause instanceof Document d ? conditions(d, field) : Stream.of();
  }

  /// Whether the query says nothing but what the keys' places in an index tell: that they equal one
  /// of some values, or lie between two times.
  static boolean areAll(Set<String> keys, Document query) {
    return query.keySet().equals(keys)
        && query.values().stream().allMatch(c -> isPinnedOnly(c) || Bounds.areTimes(c));
  }

  private static boolean isPinnedOnly(@Nullable Object condition) {
    return !pinnedTo(condition).isEmpty()
        && pinnedTo(condition).stream().allMatch(IndexValue::isPlain)
        && (!(condition instanceof Document operators) || operators.size() == 1);
  }

  /// The texts that the query says the field equals, or has in its list, all of them.
  static List<String> texts(String field, Document query) {
    return conditions(query, field)
        .map(c -> c instanceof Document operators ? operators.get("$eq") : c)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .distinct()
        .toList();
  }

  /// Empty when the query does not pin the field to values that an index finds.
  private static List<Object> values(Document query, String field) {
    return conditions(query, field)
        .map(Equalities::pinnedTo)
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<Object> pinnedTo(@Nullable Object condition) {
    if (condition instanceof Document operators) {
      return operators.get("$in") instanceof Collection<?> in
              && in.stream().allMatch(Equalities::isPlain)
          ? List.copyOf(in)
          : plain(operators.get("$eq"));
    }
    return plain(condition);
  }

  private static List<Object> plain(@Nullable Object value) {
    return value != null && isPlain(value) ? List.of(value) : List.of();
  }

  /// Null also equals what is missing, a document and an array match by rules of their own.
  private static boolean isPlain(@Nullable Object value) {
    return value != null
        && !(value instanceof Map)
        && !(value instanceof Collection)
        && !(value instanceof BsonRegularExpression);
  }
}
