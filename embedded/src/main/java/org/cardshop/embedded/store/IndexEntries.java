package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;

/// Sorted entries of an index on disk, one for each key and document: the values of the key, one
/// after the other, each as [IndexValue] writes it, then the document's position in eight bytes. So
/// the entries that share their first values lie side by side, in the order of the others. The map
/// knows the rank of each, so that any number of them is counted or skipped at once.
///
/// One entry is empty: it says that the index is there, and what its documents are like.
final class IndexEntries {
  private static final byte[] MARK = {};

  /// What the documents of an index are like, as far as its keys go.
  enum Likeness {
    /// Each has one key, and entries are in the order of their values.
    PLAIN(0),
    /// So are those that share their first value, of which a document may have several.
    LISTS(2),
    /// Some document has several keys, or a value that has no place in an order.
    MIXED(1);

    private final long mark;

    Likeness(long mark) {
      this.mark = mark;
    }
  }

  private final MVMap<byte[], Long> map;
  private boolean isNew;

  IndexEntries(MVMap<byte[], Long> map) {
    this.map = map;
    isNew = !map.containsKey(MARK);
    if (isNew) {
      map.put(MARK, Likeness.PLAIN.mark);
    }
  }

  /// Whether the documents that are there are still to be added.
  boolean isNew() {
    return isNew;
  }

  void built() {
    isNew = false;
  }

  void add(KeyValue key, long position) {
    map.put(entry(key, position), position);
  }

  void remove(KeyValue key, long position) {
    map.remove(entry(key, position));
  }

  /// There is a document that is like this.
  void has(Likeness likeness) {
    if (likeness.compareTo(likeness()) > 0) {
      map.put(MARK, likeness.mark);
    }
  }

  Likeness likeness() {
    var mark = map.get(MARK);
    return Arrays.stream(Likeness.values())
        .filter(l -> mark != null && l.mark == mark)
        .findFirst()
        .orElse(Likeness.MIXED);
  }

  boolean isFree(KeyValue key) {
    var range = KeyRange.of(key.normalized().stream().toList());
    var next = map.ceilingKey(range.from());
    return next == null || Arrays.compareUnsigned(next, range.to()) >= 0;
  }

  /// The documents of these entries, in the order of their keys.
  ///
  /// @param skip so many of the first are left out
  /// @param also of the others, which ones are not
  Stream<Long> positions(KeyRange range, long skip, Predicate<byte[]> also) {
    long first = rank(range.from()) + skip;
    return first < rank(range.to())
        ? stream(map.cursor(map.getKey(first), range.to(), false), also)
        : Stream.of();
  }

  /// The same in the opposite order.
  ///
  /// @param skip so many of the last are left out
  /// @param also of the others, which ones are not
  Stream<Long> positionsFromLast(KeyRange range, long skip, Predicate<byte[]> also) {
    long last = rank(range.to()) - 1 - skip;
    return last >= rank(range.from())
        ? stream(map.cursor(map.getKey(last), range.from(), true), also)
        : Stream.of();
  }

  long count(KeyRange range) {
    return Math.max(0, rank(range.to()) - rank(range.from()));
  }

  long size() {
    return map.sizeAsLong() - 1;
  }

  void drop() {
    map.getStore().removeMap(map);
  }

  /// How many entries lie before this place.
  private long rank(byte[] place) {
    long index = map.getKeyIndex(place);
    return index < 0 ? -index - 1 : index;
  }

  private static byte[] entry(KeyValue key, long position) {
    var out = Unpooled.buffer();
    key.normalized().forEach(value -> IndexValue.write(value, out));
    return ByteBufUtil.getBytes(out.writeLong(position));
  }

  /// Whether the same document has an entry that begins with `prefix` and goes on as this one does.
  ///
  /// @param length of what this one begins with
  boolean hasUnder(byte[] prefix, byte[] entry, int length) {
    var other = Arrays.copyOf(prefix, prefix.length + entry.length - length);
    System.arraycopy(entry, length, other, prefix.length, entry.length - length);
    return map.containsKey(other);
  }

  private static Stream<Long> stream(Iterator<byte[]> entries, Predicate<byte[]> also) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false)
        .filter(also)
        .map(IndexEntries::position);
  }

  private static long position(byte[] entry) {
    return Unpooled.wrappedBuffer(entry).getLong(entry.length - Long.BYTES);
  }
}
