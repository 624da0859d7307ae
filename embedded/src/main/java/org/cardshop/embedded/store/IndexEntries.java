package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Sorted entries of an index, one for each key and document: the values of the key in BSON, one
/// after the other, then the document's position in eight bytes. Each value tells its own length,
/// so the entries that share their first values lie side by side, and no others among them.
final class IndexEntries {
  private final NavigableSet<byte[]> entries = new TreeSet<>(Arrays::compareUnsigned);

  void add(KeyValue key, long position) {
    entries.add(entry(key, position));
  }

  void remove(KeyValue key, long position) {
    entries.remove(entry(key, position));
  }

  boolean isFree(KeyValue key) {
    return positions(key).findFirst().isEmpty();
  }

  /// The documents whose key begins with these values, in the order of the rest of the key.
  Stream<Long> positions(KeyValue prefix) {
    var start = ByteBufUtil.getBytes(encoded(prefix));
    return entries.tailSet(start).stream()
        .takeWhile(entry -> startsWith(entry, start))
        .map(IndexEntries::position);
  }

  long size() {
    return entries.size();
  }

  void clear() {
    entries.clear();
  }

  private static boolean startsWith(byte[] entry, byte[] start) {
    return entry.length > start.length
        && Arrays.equals(entry, 0, start.length, start, 0, start.length);
  }

  private static long position(byte[] entry) {
    return Unpooled.wrappedBuffer(entry).getLong(entry.length - Long.BYTES);
  }

  private static byte[] entry(KeyValue key, long position) {
    return ByteBufUtil.getBytes(encoded(key).writeLong(position));
  }

  private static ByteBuf encoded(KeyValue key) {
    var out = Unpooled.buffer();
    for (var value : key.normalized()) {
      byte type = BsonEncoder.determineType(value);
      out.writeByte(type);
      BsonEncoder.encodeValue(type, value, out);
    }
    return out;
  }
}
