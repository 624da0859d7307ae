package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Values of a key as bytes that sort, unsigned, as the values do: kinds in MongoDB's order, and
/// within a kind smaller ones first. No value's bytes begin with another's. What is not *plain* has
/// bytes of its own but no meaningful place.
final class IndexValue {
  /// Follows any value's bytes and those of every entry that begins with them.
  static final int END = 0xff;

  private static final int NULL = 10;
  private static final int NUMBER = 20;
  private static final int TEXT = 30;
  private static final int OTHER = 40;
  private static final int OBJECT_ID = 50;
  private static final int BOOLEAN = 60;
  private static final int DATE = 70;

  private IndexValue() {}

  /// Equality and order of such values are those of their bytes.
  static boolean isPlain(@Nullable Object value) {
    return kind(value) != OTHER;
  }

  /// The first byte of all values of this kind.
  static int kind(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Integer _, Long _, Double _ -> NUMBER;
      case String _ -> TEXT;
      case ObjectId _ -> OBJECT_ID;
      case Boolean _ -> BOOLEAN;
      case Instant _ -> DATE;
      default -> OTHER;
    };
  }

  /// @param value normalised
  static void write(@Nullable Object value, ByteBuf out) {
    out.writeByte(kind(value));
    switch (value) {
      case null -> {}
      case Number number when kind(value) == NUMBER -> {
        out.writeLong(sortable(Double.doubleToLongBits(number.doubleValue())));
        // Whole numbers beyond 2^53 that are the same as a double.
        out.writeLong(number.longValue() ^ Long.MIN_VALUE);
      }
      case String text -> writeText(text, out);
      case ObjectId id -> out.writeBytes(id.toByteArray());
      case Boolean yes -> out.writeBoolean(yes);
      case Instant at -> out.writeLong(at.toEpochMilli() ^ Long.MIN_VALUE);
      default -> {
        byte type = BsonEncoder.determineType(value);
        out.writeByte(type);
        BsonEncoder.encodeValue(type, value, out);
      }
    }
  }

  private static long sortable(long bits) {
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  /// UTF-8, as MongoDB compares it. A zero byte within is told from the end by what follows it.
  private static void writeText(String text, ByteBuf out) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.writeByte(b);
      if (b == 0) {
        out.writeByte(END);
      }
    }
    out.writeShort(0);
  }
}
