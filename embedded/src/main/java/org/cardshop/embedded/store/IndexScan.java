package org.cardshop.embedded.store;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One way to find the documents of a query: through these entries of an index.
///
/// @param order how the entries come
/// @param narrows they are not all of the index
/// @param isExact every document found is one of the query's, and each once
/// @param also which entries are worth reading their documents; all where it is exact
record IndexScan(
    IndexEntries entries,
    List<KeyRange> ranges,
    Order order,
    boolean narrows,
    boolean isExact,
    Predicate<byte[]> also) {
  /// A page whose documents come in their order is likely to be full after so many times as many.
  private static final int SIEVE = 50;

  /// How the entries lie to the order that is asked for.
  enum Order {
    ANY,
    AS_ASKED,
    AS_ASKED_FROM_LAST
  }

  /// One that is worth reading all its documents.
  IndexScan(
      IndexEntries entries, List<KeyRange> ranges, Order order, boolean narrows, boolean isExact) {
    this(entries, ranges, order, narrows, isExact, _ -> true);
  }

  boolean isOrdered() {
    return order != Order.ANY;
  }

  long count() {
    return ranges.stream().mapToLong(entries::count).sum();
  }

  /// About how many documents are read for a page.
  ///
  /// @param limit 0 for all
  long cost(int skip, int limit) {
    if (!isOrdered() || limit == 0 || !(narrows || isExact)) {
      return count();
    }
    return Math.min(count(), isExact ? limit : (long) SIEVE * (skip + limit));
  }

  /// @param skip so many of the first are left out, at no cost; 0 unless exact
  Stream<Long> positions(long skip) {
    return switch (order) {
      case ANY -> ranges.stream().flatMap(range -> entries.positions(range, 0, also)).distinct();
      case AS_ASKED -> entries.positions(ranges.getFirst(), skip, also);
      case AS_ASKED_FROM_LAST -> entries.positionsFromLast(ranges.getFirst(), skip, also);
    };
  }
}
