package org.cardshop.platform.storage;

import java.util.Optional;
import org.bson.types.ObjectId;

/// Identifiers as on the wire: 24 hex digits.
public final class Ids {
  private Ids() {}

  public static String next() {
    return new ObjectId().toHexString();
  }

  static Optional<ObjectId> parse(String id) {
    return ObjectId.isValid(id) ? Optional.of(new ObjectId(id)) : Optional.empty();
  }
}
