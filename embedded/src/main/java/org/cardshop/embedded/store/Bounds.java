package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a query says of the least and the most that a field is: `$gt`, `$gte`, `$lt`, `$lte`.
final class Bounds {
  private Bounds() {}

  /// The entries within the first bounds that the query sets to the field; empty when it sets none
  /// that an index finds.
  ///
  /// @param prefix what the keys before it equal
  static Optional<KeyRange> range(List<Object> prefix, String field, Document query) {
    return Equalities.conditions(query, field)
        .flatMap(condition -> range(prefix, condition).stream())
        .findFirst();
  }

  private static Optional<KeyRange> range(List<Object> prefix, @Nullable Object condition) {
    if (!(condition instanceof Document operators)) {
      return Optional.empty();
    }
    var bounds = operators.entrySet().stream().filter(e -> isBound(e.getKey())).toList();
    var kinds = bounds.stream().map(e -> IndexValue.kind(e.getValue())).distinct().toList();
    if (kinds.size() != 1 || !bounds.stream().allMatch(e -> isOrdered(e.getValue()))) {
      return Optional.empty();
    }
    var range = KeyRange.of(prefix, kinds.getFirst());
    for (var bound : bounds) {
      range = cut(prefix, range, bound.getKey(), bound.getValue());
    }
    return Optional.of(range);
  }

  /// Whether the condition is nothing but bounds of a time, which an index tells to the last one.
  static boolean areTimes(@Nullable Object condition) {
    return condition instanceof Document operators
        && !operators.isEmpty()
        && operators.entrySet().stream()
            .allMatch(e -> isBound(e.getKey()) && e.getValue() instanceof Instant);
  }

  /// Nothing is less or greater than what is not there.
  private static boolean isOrdered(@Nullable Object value) {
    return value != null && IndexValue.isPlain(value);
  }

  private static boolean isBound(String operator) {
    return List.of("$gt", "$gte", "$lt", "$lte").contains(operator);
  }

  private static KeyRange cut(List<Object> prefix, KeyRange range, String operator, Object bound) {
    boolean orEqual = operator.endsWith("e");
    var value = new KeyValue(List.of(bound)).normalized().get(0);
    return operator.startsWith("$g")
        ? range.from(prefix, value, orEqual)
        : range.to(prefix, value, orEqual);
  }
}
