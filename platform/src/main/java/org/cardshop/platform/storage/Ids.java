package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Optional;
import org.bson.types.ObjectId;

/// Identifiers as on the wire: 24 hex digits.
public final class Ids {
  /// Before every other.
  public static final String FIRST = "0".repeat(24);

  private Ids() {}

  public static String next() {
    return new ObjectId().toHexString();
  }

  /// When the id was made, to the second.
  public static Instant madeAt(String id) {
    return Instant.ofEpochSecond(Integer.toUnsignedLong(new ObjectId(id).getTimestamp()));
  }

  static Optional<ObjectId> parse(String id) {
    return ObjectId.isValid(id) ? Optional.of(new ObjectId(id)) : Optional.empty();
  }
}
