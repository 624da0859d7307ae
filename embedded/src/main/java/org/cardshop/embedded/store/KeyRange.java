package org.cardshop.embedded.store;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries of an index that lie side by side, told by two places between entries.
final class KeyRange {
  private final byte[] from;
  private final byte[] to;

  private KeyRange(byte[] from, byte[] to) {
    this.from = from;
    this.to = to;
  }

  /// Those whose keys begin with these values; all when there are none.
  ///
  /// @param prefix normalised
  static KeyRange of(List<?> prefix) {
    return new KeyRange(
        prefix.isEmpty() ? new byte[1] : place(prefix), place(prefix, IndexValue.END));
  }

  /// Those of them whose next value is of this kind.
  static KeyRange of(List<?> prefix, int kind) {
    return new KeyRange(place(prefix, kind), place(prefix, kind + 1));
  }

  /// Without those whose next value is less than this one, or equal to it unless `orEqual`.
  KeyRange from(List<?> prefix, Object least, boolean orEqual) {
    return new KeyRange(place(prefix, least, orEqual), to);
  }

  /// Without those whose next value is greater than this one, or equal to it unless `orEqual`.
  KeyRange to(List<?> prefix, Object most, boolean orEqual) {
    return new KeyRange(from, place(prefix, most, !orEqual));
  }

  byte[] from() {
    return from;
  }

  byte[] to() {
    return to;
  }

  private static byte[] place(List<?> prefix, int... next) {
    var out = Unpooled.buffer();
    prefix.forEach(value -> IndexValue.write(value, out));
    for (int b : next) {
      out.writeByte(b);
    }
    return ByteBufUtil.getBytes(out);
  }

  /// Before or behind all that begin with these values and this one.
  private static byte[] place(List<?> prefix, @Nullable Object value, boolean isBefore) {
    var out = Unpooled.buffer();
    prefix.forEach(v -> IndexValue.write(v, out));
    IndexValue.write(value, out);
    return ByteBufUtil.getBytes(isBefore ? out : out.writeByte(IndexValue.END));
  }
}
